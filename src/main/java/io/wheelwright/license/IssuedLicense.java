package io.wheelwright.license;

import java.time.Instant;

/**
 * A license that was signed.
 *
 * @param sha256 SHA-256 of the token in lowercase hexadecimal
 * @param meaningHash identity of what it says, whenever it was issued
 */
public record IssuedLicense(String token, String jti, Instant expiresAt, String sha256, String meaningHash) {

    @Override
    public String toString() {
        return "IssuedLicense[token=***, jti=" + jti + ", expiresAt=" + expiresAt + "]";
    }
}
