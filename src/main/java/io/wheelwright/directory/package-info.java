/** DID to endpoint. */
package io.wheelwright.directory;
