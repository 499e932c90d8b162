/** Figures, and which of them miss their goal, printed by a command. */
package io.wheelwright.lab.bench;
