package io.wheelwright.account;

/** The answer to a request whose outcome only the owner of an address hears of, by mail. */
public record AcceptedView(String message) {}
