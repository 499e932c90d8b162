package io.wheelwright.license;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * A license that was signed.
 *
 * @param sha256 SHA-256 of the token in lowercase hexadecimal
 * @param meaningHash identity of what it says, whenever it was issued
 */
public record IssuedLicense(String token, String jti, Instant expiresAt, String sha256, String meaningHash) {

    /** What the token says, as JSON. */
    public JsonNode decoded() {
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        return Json.read(new String(claims, StandardCharsets.UTF_8), JsonNode.class);
    }

    @Override
    public String toString() {
        return "IssuedLicense[token=***, jti=" + jti + ", expiresAt=" + expiresAt + "]";
    }
}
