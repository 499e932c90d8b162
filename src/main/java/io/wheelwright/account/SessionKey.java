package io.wheelwright.account;

import io.wheelwright.HubSecret;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.Set;

/** The key that signs the tokens of sessions: another one than that of licenses, and of another kind. */
@ApplicationScoped
class SessionKey {

    static final String SECRET = "wheelwright-session-key";
    private static final String PRIVATE = "private.der";
    private static final String PUBLIC = "public.der";

    private final HubSecret secret;
    private volatile KeyPair key;

    SessionKey(HubSecret secret) {
        this.secret = secret;
    }

    KeyPair get() {
        KeyPair known = key;
        return known == null ? load() : known;
    }

    static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private synchronized KeyPair load() {
        if (key == null) {
            key = read(secret.read(SECRET, () -> entries(generate())));
        }
        return key;
    }

    private static Map<String, byte[]> entries(KeyPair pair) {
        return Map.of(
                PRIVATE, pair.getPrivate().getEncoded(),
                PUBLIC, pair.getPublic().getEncoded());
    }

    private static KeyPair read(Map<String, byte[]> entries) {
        if (!entries.keySet().containsAll(Set.of(PRIVATE, PUBLIC))) {
            throw new IllegalStateException("Secret " + SECRET + " needs the entries " + PRIVATE + " and " + PUBLIC);
        }
        try {
            KeyFactory keys = KeyFactory.getInstance("EC");
            return new KeyPair(
                    keys.generatePublic(new X509EncodedKeySpec(entries.get(PUBLIC))),
                    keys.generatePrivate(new PKCS8EncodedKeySpec(entries.get(PRIVATE))));
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalStateException("Secret " + SECRET + " holds no pair of EC keys", unreadable);
        }
    }
}
