package io.wheelwright.account;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.wheelwright.HubSecret;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that signs the tokens of sessions: another one than that of licenses, and of another kind. A hosted hub reads it
 * when it starts, so that no request has to wait for the API server; any other hub never does.
 */
@ApplicationScoped
class SessionKey {

    static final String SECRET = "wheelwright-session-key";
    private static final String PRIVATE = "private.der";
    private static final String PUBLIC = "public.der";
    private static final String MAC = "HmacSHA256";

    private final HubSecret secret;
    private final boolean needed;
    private volatile KeyPair key;

    SessionKey(HubSecret secret, WheelwrightConfig config) {
        this.secret = secret;
        this.needed = config.hosted().enabled();
    }

    void start(@Observes StartupEvent start) {
        load();
    }

    /** Tries again as long as the API server is away. */
    @Scheduled(every = "5s")
    synchronized void load() {
        if (!needed || key != null) {
            return;
        }
        try {
            key = read(secret.read(SECRET, () -> entries(generate())));
        } catch (KubernetesClientException away) {
            Log.warnf("Nobody can log in yet: Secret %s cannot be read: %s", SECRET, away.getMessage());
        }
    }

    /** The pair; ends the request when it is not known yet. */
    KeyPair get() {
        KeyPair known = key;
        if (known == null) {
            throw Problem.of(ProblemType.UNAVAILABLE, "Nobody can log in at the moment: try again.");
        }
        return known;
    }

    /** What is the same for the same text, and tells nothing about it to those who do not have the key. */
    String trace(String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(get().getPrivate().getEncoded(), MAC));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
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
