package io.wheelwright.license;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.HubSecret;
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

    private final KeySource source;
    private volatile KeyRing keys;

    /** Why the keys cannot be used: said once. */
    private String trouble = "";

    @Inject
    LicenseKey(HubSecret secret, LicenseConfig config) {
        this(config.keyStore()
                .<KeySource>map(StoredKeys::new)
                .or(() -> config.keyFolder().map(FolderKeys::new))
                .orElseGet(() -> new SecretKeys(secret)));
    }

    LicenseKey(KeySource source) {
        this.source = source;
    }

    /** @throws LicenseKeyUnavailable if none could be read yet */
    KeyRing get() {
        KeyRing known = keys;
        return known == null ? load() : known;
    }

    /** A hub does not start with a setting that nobody but a person can put right; for what passes by itself it waits. */
    void check(@Observes StartupEvent start) {
        source.setting().ifPresent(this::check);
    }

    private void check(String setting) {
        try {
            get();
        } catch (LicenseKeyUnavailable unusable) {
            if (!source.mayPass((RuntimeException) unusable.getCause())) {
                throw new IllegalStateException("Set " + setting + " right. " + unusable.getMessage(), unusable);
            }
            Log.warnf("Nothing signs licenses yet, spokes go on with those that they have. %s", unusable.getMessage());
        }
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
