package io.wheelwright.mail;

/** A mail as its reader sees it. */
record Letter(String subject, String text, String html) {}
