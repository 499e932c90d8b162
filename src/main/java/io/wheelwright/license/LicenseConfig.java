package io.wheelwright.license;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The license that carries the entitlement to a spoke. */
@ConfigMapping(prefix = "wheelwright.license")
interface LicenseConfig {

    /** Longest life of a license; it is renewed daily. */
    @WithDefault("P30D")
    Duration lease();

    /** Folder with the keys that sign and verify licenses; without it they are in a Secret that the hub makes. */
    Optional<Path> keyFolder();

    /** A key store in its stead, such as an HSM or a KMS that never gives the key away. */
    Optional<KeyStoreConfig> keyStore();

    /** A key store of the Java platform. */
    interface KeyStoreConfig {

        /** Its type as the platform names it, such as PKCS11 or PKCS12. */
        String type();

        /** The store's file, or with PKCS11 the configuration of its library. */
        Path file();

        /** File that holds the password or PIN. */
        Optional<Path> passwordFile();

        /** Name of the entry that signs, or else {@code wheelwright-license}. */
        Optional<String> alias();

        /** Names of entries that sign no more, and whose licenses are still good. */
        Optional<List<String>> former();
    }
}
