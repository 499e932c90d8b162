package io.wheelwright.license;

import io.wheelwright.HubSecret;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;

/** Keys in a Secret of the hub's namespace, which is made on first use. */
record SecretKeys(HubSecret secret) implements KeySource {

    static final String NAME = "wheelwright-license-key";
    private static final int BITS = 2048;

    @Override
    public KeyRing load() {
        return KeyRing.of(secret.read(NAME, () -> Map.of(KeyRing.SIGNER, generate())));
    }

    @Override
    public Optional<KeyRing> look() {
        return secret.find(NAME).map(KeyRing::of);
    }

    /** A key that is damaged stays so; an API server that is away comes back. */
    @Override
    public boolean mayPass(RuntimeException trouble) {
        return !(trouble instanceof IllegalArgumentException);
    }

    @Override
    public String toString() {
        return "Secret " + NAME;
    }

    static byte[] generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair().getPrivate().getEncoded();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
