/** Exports: an archive of what the hub holds of an organization, and the link that opens it. */
package io.wheelwright.export;
