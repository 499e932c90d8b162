/** The spokes that the hub knows, and what they report. */
package io.wheelwright.fleet;
