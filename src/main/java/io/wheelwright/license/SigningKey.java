package io.wheelwright.license;

import io.wheelwright.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A key that signs, with its name.
 *
 * @param kid thumbprint of the public key by RFC 7638
 */
record SigningKey(PrivateKey privateKey, RSAPublicKey publicKey, String kid) {

    /** Characters in a line of PEM (RFC 7468). */
    private static final int LINE = 64;

    static SigningKey of(PrivateKey privateKey, RSAPublicKey publicKey) {
        return new SigningKey(privateKey, publicKey, thumbprint(publicKey));
    }

    /** The key set that verifies what this key signs. */
    String jwks() {
        Map<String, String> jwk = new TreeMap<>(required(publicKey));
        jwk.put("kid", kid);
        jwk.put("alg", "RS256");
        jwk.put("use", "sig");
        return Json.write(Map.of("keys", List.of(jwk)));
    }

    /** The public key in PEM. */
    String pem() {
        byte[] separator = {'\n'};
        String encoded = Base64.getMimeEncoder(LINE, separator).encodeToString(publicKey.getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + encoded + "\n-----END PUBLIC KEY-----\n";
    }

    @Override
    public String toString() {
        return "SigningKey[kid=" + kid + ", privateKey=***]";
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
