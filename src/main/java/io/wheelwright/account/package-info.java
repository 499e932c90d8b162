/** Accounts of a hosted hub: who signs up, logs in, and belongs to which organization. */
package io.wheelwright.account;
