package io.wheelwright.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * The license of a spoke.
 *
 * @param license the signed token
 * @param decoded what it says
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SpokeLicense(String spokeId, String license, JsonNode decoded) {

    @Override
    public String toString() {
        return "SpokeLicense[spokeId=" + spokeId + ", license=***]";
    }
}
