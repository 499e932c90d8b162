/** Wheelwright: the operator and the hub. */
package io.wheelwright;
