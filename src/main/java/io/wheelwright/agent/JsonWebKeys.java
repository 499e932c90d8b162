package io.wheelwright.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Optional;

/** The RSA keys of a JSON Web Key Set that may verify a license. */
record JsonWebKeys(JsonNode jwks) {
    private static final int SHORTEST_MODULUS_BITS = 2048;

    Optional<PublicKey> find(String kid) {
        for (JsonNode key : jwks.path("keys")) {
            if (kid.equals(key.path("kid").asText()) && verifiesRs256(key)) {
                return rsa(key);
            }
        }
        return Optional.empty();
    }

    private static boolean verifiesRs256(JsonNode key) {
        return "RSA".equals(key.path("kty").asText())
                && "sig".equals(key.path("use").asText("sig"))
                && "RS256".equals(key.path("alg").asText("RS256"));
    }

    private static Optional<PublicKey> rsa(JsonNode key) {
        try {
            BigInteger modulus = number(key.path("n"));
            if (modulus.bitLength() < SHORTEST_MODULUS_BITS) {
                return Optional.empty();
            }
            return Optional.of(
                    KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, number(key.path("e")))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static BigInteger number(JsonNode base64) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(base64.asText()));
    }
}
