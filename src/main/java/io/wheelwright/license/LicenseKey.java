package io.wheelwright.license;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.HubSecret;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/**
 * The key that signs licenses, and those that did. They live in a Secret of the hub's namespace, which is made on first
 * use; who puts another Secret in its place rotates them.
 */
@ApplicationScoped
class LicenseKey {

    static final String SECRET = "wheelwright-license-key";
    private static final int BITS = 2048;

    private final HubSecret secret;
    private volatile KeyRing keys;

    /** Why the Secret cannot be used: said once. */
    private String trouble = "";

    LicenseKey(HubSecret secret) {
        this.secret = secret;
    }

    KeyRing get() {
        KeyRing known = keys;
        return known == null ? load() : known;
    }

    /** What cannot be read changes nothing: a hub that has keys signs with them. */
    @Scheduled(every = "60s", delayed = "60s", concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        try {
            secret.find(SECRET).map(KeyRing::of).ifPresent(this::use);
            trouble = "";
        } catch (KubernetesClientException | IllegalArgumentException unusable) {
            if (!trouble.equals(unusable.getMessage())) {
                trouble = unusable.getMessage();
                Log.warnf("Secret %s is not taken over, the former keys go on: %s.", SECRET, trouble);
            }
        }
    }

    private void use(KeyRing found) {
        KeyRing known = keys;
        if (known != null && !known.kid().equals(found.kid())) {
            Log.infof("Licenses are signed with the key %s from now on.", found.kid());
        }
        keys = found;
    }

    private synchronized KeyRing load() {
        if (keys == null) {
            Map<String, byte[]> entries = secret.read(SECRET, () -> Map.of(KeyRing.SIGNER, generate()));
            try {
                keys = KeyRing.of(entries);
            } catch (IllegalArgumentException unusable) {
                throw new IllegalStateException("Secret " + SECRET + ": " + unusable.getMessage(), unusable);
            }
        }
        return keys;
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
