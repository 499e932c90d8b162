/** How a spoke comes to be and is kept: the reconciler, what it watches, and what it tells. */
package io.wheelwright.spoke;
