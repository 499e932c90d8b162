/** Figures that the documents state, printed by a command. */
package io.wheelwright.lab.bench;
