package io.wheelwright.license;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.HubSecret;
import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;

/**
 * The key that signs licenses, and those that did: from a Secret of the hub's namespace, or from the folder or key store
 * that the settings name. Who puts others in their place rotates them.
 */
@ApplicationScoped
class LicenseKey {

    private static final String SECRET_TO_MEND =
            "wheelwright.hosted.enabled needs a key for licenses: put a good one back, or delete the Secret so that the hub"
                    + " makes another. ";

    private final KeySource source;

    /** Whether customers sign up here, whose instances all wait for a license. */
    private final boolean hosted;

    private volatile KeyRing keys;

    /** Why the keys cannot be used: said once. */
    private String trouble = "";

    @Inject
    LicenseKey(HubSecret secret, LicenseConfig config, WheelwrightConfig hub) {
        this(
                config.keyStore()
                        .<KeySource>map(StoredKeys::new)
                        .or(() -> config.keyFolder().map(FolderKeys::new))
                        .orElseGet(() -> new SecretKeys(secret)),
                hub.hosted().enabled());
    }

    LicenseKey(KeySource source) {
        this(source, false);
    }

    private LicenseKey(KeySource source, boolean hosted) {
        this.source = source;
        this.hosted = hosted;
    }

    /** @throws LicenseKeyUnavailable if none could be read yet */
    KeyRing get() {
        KeyRing known = keys;
        return known == null ? load() : known;
    }

    /**
     * A hub does not start with keys that nobody but a person can put right, where somebody said where they are or where it
     * is hosted; for what passes by itself it waits.
     */
    void check(@Observes StartupEvent start) {
        if (hosted || source.setting().isPresent()) {
            check();
        }
    }

    private void check() {
        try {
            get();
        } catch (LicenseKeyUnavailable unusable) {
            if (!source.mayPass((RuntimeException) unusable.getCause())) {
                String remedy =
                        source.setting().map("Set %s right. "::formatted).orElse(SECRET_TO_MEND);
                throw new IllegalStateException(remedy + unusable.getMessage(), unusable);
            }
            notYet(unusable);
        } catch (KubernetesClientException away) {
            notYet(away);
        }
    }

    private static void notYet(RuntimeException why) {
        Log.warnf("Nothing signs licenses yet, spokes go on with those that they have. %s", why.getMessage());
    }

    /** What cannot be read changes nothing: a hub that has keys signs with them. */
    @Scheduled(every = "60s", delayed = "60s", concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        try {
            source.look().ifPresent(this::use);
            trouble = "";
        } catch (KubernetesClientException | UncheckedIOException | IllegalArgumentException unusable) {
            if (!trouble.equals(unusable.getMessage())) {
                trouble = unusable.getMessage();
                Log.warnf("The keys of licenses in %s are not taken over, the former ones go on: %s", source, trouble);
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
            try {
                keys = source.load();
            } catch (UncheckedIOException | IllegalArgumentException unusable) {
                throw new LicenseKeyUnavailable(
                        "Keys of licenses in " + source + ": " + unusable.getMessage(), unusable);
            }
        }
        return keys;
    }
}
