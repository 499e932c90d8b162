package io.wheelwright.agent.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A license with the keys that verify it.
 *
 * @param license the signed token
 * @param jwks the JSON Web Key Set of the issuer, current and former keys
 */
public record LicenseBundle(String license, JsonNode jwks) {
    @Override
    public String toString() {
        return "LicenseBundle[license=***]";
    }
}
