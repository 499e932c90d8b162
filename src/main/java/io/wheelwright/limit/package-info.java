/** How often somebody may do something, whichever hub is asked. */
package io.wheelwright.limit;
