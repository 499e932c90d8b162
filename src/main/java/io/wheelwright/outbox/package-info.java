/** What is to be written to the Kubernetes API, kept in the transaction that decides it. */
package io.wheelwright.outbox;
