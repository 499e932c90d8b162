package io.wheelwright.account;

import com.fasterxml.jackson.databind.JsonNode;

/** What the license of a new instance will grant. */
public record GrantView(String access, JsonNode limits, JsonNode features) {}
