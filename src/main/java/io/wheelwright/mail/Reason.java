package io.wheelwright.mail;

import java.time.Instant;
import java.util.Map;

/**
 * Why a mail was asked for.
 *
 * @param anchor what the mail is about
 * @param model what the letter says as far as it was known then
 * @param at when it was asked for
 */
public record Reason(String anchor, Map<String, String> model, Instant at) {}
