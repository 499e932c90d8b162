/** What the spokes use, as their agents report it, and how far that is from the limits of their plans. */
package io.wheelwright.usage;
