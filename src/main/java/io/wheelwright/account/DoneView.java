package io.wheelwright.account;

/** The answer to a request that leaves nothing to show. */
public record DoneView(String message) {}
