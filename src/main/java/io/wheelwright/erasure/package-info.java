/** What becomes of the hub's rows about a customer who is gone: which there are, and their erasure with a tombstone. */
package io.wheelwright.erasure;
