package io.wheelwright.account;

/** An answer in words: there is nothing else to show, or only the owner of an address may hear of it. */
public record MessageView(String message) {}
