/** Answers to requests that cannot be served, by RFC 9457. */
package io.wheelwright.problem;
