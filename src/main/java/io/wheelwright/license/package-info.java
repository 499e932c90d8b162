/** Licenses: entitlements that a spoke verifies offline. */
package io.wheelwright.license;
