package io.wheelwright.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wheelwright.agent.protocol.LicenseBundle;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes licenses as the hub does, and as somebody would who is not the hub. */
final class LicenseSmith {
    static final String SPOKE = "acme-cosmetics";
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final KeyPair pair;
    private final String kid;

    LicenseSmith(String kid) {
        this(kid, 2048);
    }

    LicenseSmith(String kid, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            this.pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        this.kid = kid;
    }

    ObjectNode claims() {
        return Json.MAPPER
                .createObjectNode()
                .put("iss", "wheelwright")
                .put("aud", "wheelwright-spoke")
                .put("sub", "0b5b4c1c-9f0e-4a0c-8d0f-000000000001")
                .put("spoke", SPOKE)
                .put("jti", "license-1")
                .put("iat", NOW.getEpochSecond())
                .put("nbf", NOW.minus(Duration.ofMinutes(5)).getEpochSecond())
                .put("exp", NOW.plus(Duration.ofDays(30)).getEpochSecond())
                .put("rev", 7)
                .put("plan", "starter")
                .put("access", "full")
                .set("trial", Json.MAPPER.createObjectNode().put("isTrialMode", false));
    }

    ObjectNode header() {
        return Json.MAPPER
                .createObjectNode()
                .put("alg", "RS256")
                .put("typ", "JWT")
                .put("kid", kid);
    }

    /** A good license, with claims changed. */
    LicenseBundle license(Consumer<ObjectNode> change) {
        ObjectNode claims = claims();
        change.accept(claims);
        return bundle(token(header(), claims));
    }

    LicenseBundle license() {
        return license(claims -> {});
    }

    LicenseBundle bundle(String token) {
        return new LicenseBundle(token, jwks());
    }

    String token(JsonNode header, JsonNode claims) {
        String content = content(header, claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The classic forgery: the public key, which everybody has, taken for a shared secret. */
    String tokenByPublicKeyAsSecret() {
        String content = content(header().put("alg", "HS256"), claims());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(pair.getPublic().getEncoded(), "HmacSHA256"));
            return content + "." + encoded(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String unsigned() {
        return content(header().put("alg", "none"), claims()) + ".";
    }

    JsonNode jwks() {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        ObjectNode jwks = Json.MAPPER.createObjectNode();
        jwks.putArray("keys")
                .addObject()
                .put("kty", "RSA")
                .put("use", "sig")
                .put("alg", "RS256")
                .put("kid", kid)
                .put("n", encoded(key.getModulus().toByteArray()))
                .put("e", encoded(key.getPublicExponent().toByteArray()));
        return jwks;
    }

    private static String content(JsonNode header, JsonNode claims) {
        return encoded(json(header)) + "." + encoded(json(claims));
    }

    private static byte[] json(JsonNode node) {
        try {
            return Json.MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
