package io.wheelwright.agent;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the product grants to software without a good license.
 *
 * @param limits named numbers, or {@code "unlimited"}
 * @param features named booleans
 */
record Unlicensed(
        @JsonProperty("limits") JsonNode limits,
        @JsonProperty("features") JsonNode features) {

    /** While nobody has said what the product grants. */
    static final Unlicensed UNKNOWN = new Unlicensed(null, null);
}
