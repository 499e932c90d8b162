package io.wheelwright.license;

import io.wheelwright.HubSecret;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Map;

/** The key that signs licenses. It lives in a Secret of the hub's namespace and is made on first use. */
@ApplicationScoped
class LicenseKey {

    static final String SECRET = "wheelwright-license-key";
    private static final String ENTRY = "private.der";
    private static final int BITS = 2048;

    private final HubSecret secret;
    private volatile SigningKey key;

    LicenseKey(HubSecret secret) {
        this.secret = secret;
    }

    SigningKey get() {
        SigningKey known = key;
        return known == null ? load() : known;
    }

    private synchronized SigningKey load() {
        if (key == null) {
            key = read(secret.read(SECRET, () -> Map.of(ENTRY, generate())).get(ENTRY));
        }
        return key;
    }

    private static byte[] generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair().getPrivate().getEncoded();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SigningKey read(byte[] encoded) {
        try {
            KeyFactory rsa = KeyFactory.getInstance("RSA");
            RSAPrivateCrtKey privateKey = (RSAPrivateCrtKey) rsa.generatePrivate(new PKCS8EncodedKeySpec(encoded));
            RSAPublicKey publicKey = (RSAPublicKey)
                    rsa.generatePublic(new RSAPublicKeySpec(privateKey.getModulus(), privateKey.getPublicExponent()));
            return SigningKey.of(privateKey, publicKey);
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalStateException(
                    "Secret " + SECRET + " holds no RSA key in PKCS #8 under " + ENTRY, unreadable);
        }
    }
}
