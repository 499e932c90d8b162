package io.wheelwright.license;

import io.wheelwright.license.LicenseConfig.KeyStoreConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Keys in a key store of the Java platform. By PKCS #11 that is an HSM, or a KMS that comes with a library for it: the key
 * signs there and is never seen by the hub.
 */
final class StoredKeys implements KeySource {

    private static final String TOKEN = "PKCS11";

    private final KeyStoreConfig config;
    private final String alias;

    /** Talks to the library of a token; made once, as the platform loads a library only once. */
    private Provider library;

    private char[] refused;

    StoredKeys(KeyStoreConfig config) {
        this(config, null);
    }

    StoredKeys(KeyStoreConfig config, Provider library) {
        this.config = config;
        this.library = library;
        this.alias = config.alias().orElse("wheelwright-license");
    }

    @Override
    public synchronized KeyRing load() {
        try {
            char[] password = password();
            if (refused != null && Arrays.equals(refused, password)) {
                throw new IllegalArgumentException("its password was refused before, and is not tried again");
            }
            KeyStore store = open(password);
            if (!(store.getKey(alias, password) instanceof PrivateKey signer)) {
                throw new IllegalArgumentException("there is no private key with the name " + alias);
            }
            return new KeyRing(signer, verifying(store, alias), former(store)).proven();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (GeneralSecurityException | ProviderException unusable) {
            throw new IllegalArgumentException(unusable.getMessage(), unusable);
        }
    }

    @Override
    public Optional<KeyRing> look() {
        return Optional.of(load());
    }

    @Override
    public Optional<String> setting() {
        return Optional.of("wheelwright.license.key-store");
    }

    /**
     * What a token reports, or its library, may pass; what is missing, or is there and is something else, does not. A PIN
     * that is refused counts to the former: a hub that is started again and again would try it until the token locks itself.
     */
    @Override
    public boolean mayPass(RuntimeException trouble) {
        return isToken()
                && trouble.getCause() != null
                && !(trouble.getCause() instanceof FileSystemException)
                && !(trouble instanceof InvalidParameterException);
    }

    @Override
    public String toString() {
        return "the key store " + config.file();
    }

    /**
     * A PIN that was refused is not tried again: an HSM locks itself after a few wrong ones. KeyStore.load has
     * UnrecoverableKeyException as the cause of that alone; a token that is away is another one, and a file locks nobody out.
     */
    private KeyStore open(char[] password) throws IOException, GeneralSecurityException {
        boolean token = isToken();
        KeyStore store = token ? KeyStore.getInstance(TOKEN, library()) : KeyStore.getInstance(config.type());
        try (InputStream file = token ? null : Files.newInputStream(config.file())) {
            store.load(file, password);
        } catch (IOException unreadable) {
            if (token && unreadable.getCause() instanceof UnrecoverableKeyException wrong) {
                refused = password;
                throw new IllegalArgumentException("its password is refused: " + wrong.getMessage(), unreadable);
            }
            throw unreadable;
        }
        return store;
    }

    private boolean isToken() {
        return config.type().equalsIgnoreCase(TOKEN);
    }

    private Provider library() {
        if (library == null) {
            library = Security.getProvider("SunPKCS11").configure(config.file().toString());
            Security.addProvider(library);
        }
        return library;
    }

    private char[] password() throws IOException {
        Optional<Path> file = config.passwordFile();
        return file.isEmpty() ? null : Files.readString(file.get()).strip().toCharArray();
    }

    private List<VerificationKey> former(KeyStore store) throws GeneralSecurityException {
        List<VerificationKey> former = new ArrayList<>();
        for (String entry : config.former().orElse(List.of())) {
            former.add(verifying(store, entry));
        }
        return former;
    }

    private static VerificationKey verifying(KeyStore store, String entry) throws GeneralSecurityException {
        Certificate certificate = store.getCertificate(entry);
        if (certificate != null && certificate.getPublicKey() instanceof RSAPublicKey key) {
            return VerificationKey.of(key);
        }
        throw new IllegalArgumentException("there is no certificate of an RSA key with the name " + entry);
    }
}
