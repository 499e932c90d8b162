package io.wheelwright.idempotency;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The answer to a write, as it can be repeated.
 *
 * @param location URI of what was made; null where nothing was
 * @param etag version of what is there now; null where it has none
 */
public record Reply(int status, String location, String etag, JsonNode body) {}
