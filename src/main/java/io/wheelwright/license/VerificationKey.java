package io.wheelwright.license;

import io.wheelwright.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * A key that verifies licenses, with its name.
 *
 * @param kid thumbprint of the key by RFC 7638
 */
record VerificationKey(RSAPublicKey key, String kid) {

    /** Characters in a line of PEM (RFC 7468). */
    private static final int LINE = 64;

    static VerificationKey of(RSAPublicKey key) {
        return new VerificationKey(key, thumbprint(key));
    }

    /** As a member of a key set (RFC 7517). */
    Map<String, String> jwk() {
        Map<String, String> jwk = new TreeMap<>(required(key));
        jwk.put("kid", kid);
        jwk.put("alg", "RS256");
        jwk.put("use", "sig");
        return jwk;
    }

    String pem() {
        byte[] separator = {'\n'};
        String encoded = Base64.getMimeEncoder(LINE, separator).encodeToString(key.getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + encoded + "\n-----END PUBLIC KEY-----\n";
    }

    private static Map<String, String> required(RSAPublicKey key) {
        return new TreeMap<>(Map.of("kty", "RSA", "n", encode(key.getModulus()), "e", encode(key.getPublicExponent())));
    }

    private static String thumbprint(RSAPublicKey key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(Json.write(required(key)).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int sign = bytes[0] == 0 && bytes.length > 1 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(bytes, sign, bytes.length));
    }
}
