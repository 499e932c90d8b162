/** Who calls, and what each may call. */
package io.wheelwright.access;
