/** The five steps to a usable spoke, a class each, in the order that {@link io.wheelwright.spoke.phase.Walk} gives. */
package io.wheelwright.spoke.phase;
