package io.wheelwright.support;

import com.sun.net.httpserver.HttpServer;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.wheelwright.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An OpenID Connect provider of staff: its configuration and its keys are served, and its tokens are really signed. */
public final class StaffProvider implements AutoCloseable {

    public static final String AUDIENCE = "wheelwright-hub-api";
    public static final String ADMINS = "platform-admins";
    public static final String VIEWERS = "platform-viewers";

    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final String KEY = "staff-1";
    private static final KeyPair KNOWN = pair();

    private final HttpServer server;
    private final String issuer;

    private StaffProvider(HttpServer server) {
        this.server = server;
        this.issuer = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * One with the same keys as all others.
     *
     * @param port 0 for any that is free
     */
    public static StaffProvider at(int port) {
        try {
            StaffProvider provider = new StaffProvider(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
            provider.serve("/.well-known/openid-configuration", provider.configuration());
            provider.serve("/jwks", keys());
            provider.server.start();
            return provider;
        } catch (IOException busy) {
            throw new UncheckedIOException(busy);
        }
    }

    public String issuer() {
        return issuer;
    }

    /** A good token. */
    public String token(String name, String... roles) {
        return sign(claims(issuer, name, roles).audience(AUDIENCE), KEY, KNOWN);
    }

    public String tokenFor(String audience) {
        return sign(claims(issuer, "sam", ADMINS).audience(audience), KEY, KNOWN);
    }

    public String tokenOf(String otherIssuer) {
        return sign(claims(otherIssuer, "sam", ADMINS).audience(AUDIENCE), KEY, KNOWN);
    }

    public String expired() {
        Instant then = Instant.now().minus(LIFE);
        return sign(
                claims(issuer, "sam", ADMINS)
                        .audience(AUDIENCE)
                        .issuedAt(then.minus(LIFE))
                        .expiresAt(then),
                KEY,
                KNOWN);
    }

    public String unsigned() {
        return part("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + payload() + ".";
    }

    /** Signed with the public key, as if that were a secret that both know. */
    public String symmetric() {
        String content = part("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"" + KEY + "\"}") + "." + payload();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KNOWN.getPublic().getEncoded(), "HmacSHA256"));
            return content + "." + text(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    public String signedByAnotherKey() {
        return sign(claims(issuer, "sam", ADMINS).audience(AUDIENCE), "staff-2", pair());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static JwtClaimsBuilder claims(String issuer, String name, String... roles) {
        Instant now = Instant.now();
        return Jwt.issuer(issuer)
                .subject("f3c1-" + name)
                .preferredUserName(name)
                .claim("realm_access", Map.of("roles", List.of(roles)))
                .issuedAt(now)
                .expiresAt(now.plus(LIFE));
    }

    private static String sign(JwtClaimsBuilder claims, String kid, KeyPair pair) {
        return claims.jws().algorithm(SignatureAlgorithm.RS256).keyId(kid).sign(pair.getPrivate());
    }

    private String payload() {
        return token("sam", ADMINS).split("\\.")[1];
    }

    private String configuration() {
        return Json.write(Map.of(
                "issuer",
                issuer,
                "jwks_uri",
                issuer + "/jwks",
                "authorization_endpoint",
                issuer + "/authorize",
                "token_endpoint",
                issuer + "/token",
                "response_types_supported",
                List.of("code"),
                "subject_types_supported",
                List.of("public"),
                "id_token_signing_alg_values_supported",
                List.of("RS256")));
    }

    private static String keys() {
        RSAPublicKey key = (RSAPublicKey) KNOWN.getPublic();
        return Json.write(Map.of(
                "keys",
                List.of(Map.of(
                        "kty",
                        "RSA",
                        "use",
                        "sig",
                        "alg",
                        "RS256",
                        "kid",
                        KEY,
                        "n",
                        number(key.getModulus()),
                        "e",
                        number(key.getPublicExponent())))));
    }

    private void serve(String path, String json) {
        server.createContext(path, exchange -> {
            try (exchange) {
                byte[] body = json.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return text(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String part(String json) {
        return text(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
