/** Requests that are sent twice and served once. */
package io.wheelwright.idempotency;
