/** Versioned add-ons that agents install. */
package io.wheelwright.pack;
