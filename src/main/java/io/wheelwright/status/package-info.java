/** Conditions and the summary made of them. Nothing else builds a condition. */
package io.wheelwright.status;
