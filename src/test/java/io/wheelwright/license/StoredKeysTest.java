package io.wheelwright.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.StartupEvent;
import io.wheelwright.Json;
import io.wheelwright.license.LicenseConfig.KeyStoreConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStoreSpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.security.auth.login.LoginException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredKeysTest {

    private static final String PASSWORD = "correct horse battery staple";
    private static final String CLAIMS = "{\"sub\":\"acme\"}";

    @TempDir
    Path folder;

    @Test
    void signsWithTheEntryThatIsNamedAndVerifiesFormerOnes() throws Exception {
        make("license-2026");
        make("license-2027");
        make("of-another-use");
        LicenseKey former = new LicenseKey(store("license-2026", PASSWORD));
        LicenseKey present = new LicenseKey(store("license-2027", PASSWORD, "license-2026"));

        assertThat(kids(present))
                .containsExactly(present.get().kid(), former.get().kid());
        assertThat(isSigned(present.get().sign(CLAIMS), present.get().current().key()))
                .isTrue();
        assertThat(present.get().sign(CLAIMS)).isEqualTo(present.get().sign(CLAIMS));

        Files.writeString(file(), "no key store");
        present.refresh();
        assertThat(kids(present)).as("those that were there").hasSize(2);
    }

    @Test
    void saysWhatIsMissingAndNotThePassword() throws Exception {
        assertThatIllegalStateException()
                .isThrownBy(new LicenseKey(store("license", PASSWORD))::get)
                .withMessageContaining(file().toString());
        make("license");
        assertThatIllegalStateException()
                .isThrownBy(new LicenseKey(store("other", PASSWORD))::get)
                .withMessageContaining("no private key with the name other");
        assertThatIllegalStateException()
                .isThrownBy(new LicenseKey(store("license", PASSWORD, "other"))::get)
                .withMessageContaining("no certificate of an RSA key with the name other");
    }

    @Test
    void aPinThatWasRefusedIsNotTriedAgainUntilThereIsAnother() throws Exception {
        LicenseKey key = new LicenseKey(new StoredKeys(config("PKCS11", "license", "not the PIN"), new Tokens()));

        Token.trouble = new IOException("load failed", new UnrecoverableKeyException("CKR_PIN_INCORRECT"));
        assertThatIllegalStateException()
                .isThrownBy(key::get)
                .withMessageContaining("its password is refused")
                .withMessageNotContaining("not the PIN");
        Token.trouble = new IOException("asked again");
        assertThatIllegalStateException().isThrownBy(key::get).withMessageContaining("is not tried again");

        Files.writeString(folder.resolve("password-of-license"), PASSWORD);
        assertThatIllegalStateException().isThrownBy(key::get).withMessageContaining("asked again");
    }

    @Test
    void aTokenThatIsAwayIsAskedAgain() throws Exception {
        LicenseKey key = new LicenseKey(new StoredKeys(config("PKCS11", "license", PASSWORD), new Tokens()));

        for (String seen : List.of("No token present", "CKR_DEVICE_ERROR")) {
            Token.trouble = new IOException("load failed: " + seen, new LoginException(seen));
            assertThatIllegalStateException().isThrownBy(key::get).withMessageContaining(seen);
        }
    }

    @Test
    void aHubStartsWhileItsTokenIsAwayOrRefusesThePin() throws Exception {
        LicenseKey key = new LicenseKey(new StoredKeys(config("PKCS11", "license", PASSWORD), new Tokens()));

        Token.trouble = new IOException("load failed", new LoginException("No token present"));
        key.check(new StartupEvent());
        Token.trouble = new IOException("load failed", new UnrecoverableKeyException("CKR_PIN_INCORRECT"));
        key.check(new StartupEvent());
    }

    @Test
    void aHubDoesNotStartWithWhatIsNoKeyStore() throws Exception {
        doesNotStart(store("license", PASSWORD), file().toString());
        make("license");
        doesNotStart(store("other", PASSWORD), "no private key with the name other");
        doesNotStart(store("license", "another " + PASSWORD), file().toString());
        new LicenseKey(store("license", PASSWORD)).check(new StartupEvent());

        Files.writeString(file(), "there is no such attribute = 1");
        doesNotStart(new StoredKeys(config("PKCS11", "license", PASSWORD)), file().toString());
        StoredKeys withoutPin = new StoredKeys(config("PKCS11", "license", PASSWORD), new Tokens());
        Files.delete(folder.resolve("password-of-license"));
        doesNotStart(withoutPin, "password-of-license");
    }

    private static void doesNotStart(StoredKeys keys, String why) {
        assertThatIllegalStateException()
                .isThrownBy(() -> new LicenseKey(keys).check(new StartupEvent()))
                .withMessageStartingWith("Set wheelwright.license.key-store right.")
                .withMessageContaining(why)
                .withMessageNotContaining(PASSWORD);
    }

    @Test
    void aFileLocksNobodyOut() throws Exception {
        make("license");
        LicenseKey key = new LicenseKey(store("license", PASSWORD));
        byte[] file = Files.readAllBytes(file());
        Files.delete(file());
        make("license", "another " + PASSWORD);

        assertThatIllegalStateException().isThrownBy(key::get);
        Files.write(file(), file);
        assertThat(key.get().kid()).isNotBlank();
    }

    @Test
    void aCertificateOfAnotherKeyIsRefused() {
        KeyRing one = KeyRing.of(Map.of("private.der", SecretKeys.generate()));
        KeyRing other = KeyRing.of(Map.of("private.der", SecretKeys.generate()));

        assertThat(one.proven()).isSameAs(one);
        assertThatIllegalArgumentException()
                .isThrownBy(new KeyRing(one.signer(), other.current(), List.of())::proven)
                .withMessageContaining("no pair");
        KeyRing silent = new KeyRing(new HiddenKey(), one.current(), List.of());
        assertThatIllegalArgumentException().isThrownBy(silent::proven).withMessageContaining("cannot be used");
        assertThatExceptionOfType(LicenseKeyUnavailable.class).isThrownBy(() -> silent.sign(CLAIMS));
    }

    @Test
    void aLibraryThatIsNotThereIsNamed() throws IOException {
        Files.writeString(file(), "name = test\nlibrary = /nowhere/libhsm.so\n");

        assertThatIllegalStateException()
                .isThrownBy(new LicenseKey(new StoredKeys(config("pkcs11", "license", PASSWORD)))::get)
                .withMessageContaining("/nowhere/libhsm.so");
    }

    /** A key in an HSM has neither numbers nor an encoding: only the provider it comes from can sign with it. */
    @Test
    void signsWithAKeyThatIsNeverSeen() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Provider vault = new Vault(pair.getPrivate());
        Security.addProvider(vault);
        try {
            KeyRing keys = new KeyRing(new HiddenKey(), VerificationKey.of((RSAPublicKey) pair.getPublic()), List.of());

            assertThat(isSigned(keys.sign(CLAIMS), pair.getPublic())).isTrue();
        } finally {
            Security.removeProvider(vault.getName());
        }
    }

    private void make(String alias) throws IOException, InterruptedException {
        make(alias, PASSWORD);
    }

    private void make(String alias, String password) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=licenses",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file().toString(),
                        "-storepass",
                        password,
                        "-alias",
                        alias)
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(keytool.exitValue()).as(output).isZero();
    }

    private StoredKeys store(String alias, String password, String... former) throws IOException {
        return new StoredKeys(config("PKCS12", alias, password, former));
    }

    private KeyStoreConfig config(String type, String alias, String password, String... former) throws IOException {
        Path passwordFile = Files.writeString(folder.resolve("password-of-" + alias), password + "\n");
        return new KeyStoreConfig() {
            @Override
            public String type() {
                return type;
            }

            @Override
            public Path file() {
                return StoredKeysTest.this.file();
            }

            @Override
            public Optional<Path> passwordFile() {
                return Optional.of(passwordFile);
            }

            @Override
            public Optional<String> alias() {
                return Optional.of(alias);
            }

            @Override
            public Optional<List<String>> former() {
                return Optional.of(List.of(former));
            }
        };
    }

    private Path file() {
        return folder.resolve("licenses.store");
    }

    private static List<String> kids(LicenseKey key) {
        List<String> kids = new ArrayList<>();
        Json.read(key.get().jwks(), JsonNode.class)
                .path("keys")
                .forEach(jwk -> kids.add(jwk.path("kid").asText()));
        return kids;
    }

    private static boolean isSigned(String token, PublicKey key) throws Exception {
        String[] parts = token.split("\\.");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(key);
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    }

    /** As those of PKCS #11 that are sensitive: no RSAPrivateKey. */
    private static final class HiddenKey implements PrivateKey {
        @Override
        public String getAlgorithm() {
            return "RSA";
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            return null;
        }
    }

    /** The library of a token, as that of the platform reports its troubles. */
    private static final class Tokens extends Provider {
        Tokens() {
            super("TestTokens", "1", "tokens that are in trouble");
            putService(new Service(this, "KeyStore", "PKCS11", Token.class.getName(), null, null) {
                @Override
                public Object newInstance(Object parameter) {
                    return new Token();
                }
            });
        }
    }

    private static final class Token extends KeyStoreSpi {
        static IOException trouble;

        @Override
        public void engineLoad(InputStream stream, char[] password) throws IOException {
            throw trouble;
        }

        @Override
        public Key engineGetKey(String alias, char[] password) {
            return null;
        }

        @Override
        public Certificate[] engineGetCertificateChain(String alias) {
            return null;
        }

        @Override
        public Certificate engineGetCertificate(String alias) {
            return null;
        }

        @Override
        public Date engineGetCreationDate(String alias) {
            return null;
        }

        @Override
        public void engineSetKeyEntry(String alias, Key key, char[] password, Certificate[] chain) {}

        @Override
        public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain) {}

        @Override
        public void engineSetCertificateEntry(String alias, Certificate certificate) {}

        @Override
        public void engineDeleteEntry(String alias) {}

        @Override
        public Enumeration<String> engineAliases() {
            return Collections.emptyEnumeration();
        }

        @Override
        public boolean engineContainsAlias(String alias) {
            return false;
        }

        @Override
        public int engineSize() {
            return 0;
        }

        @Override
        public boolean engineIsKeyEntry(String alias) {
            return false;
        }

        @Override
        public boolean engineIsCertificateEntry(String alias) {
            return false;
        }

        @Override
        public String engineGetCertificateAlias(Certificate certificate) {
            return null;
        }

        @Override
        public void engineStore(OutputStream stream, char[] password) {}
    }

    private static final class Vault extends Provider {
        Vault(PrivateKey kept) {
            super("TestVault", "1", "signs with a key that it does not show");
            putService(new Service(this, "Signature", "SHA256withRSA", Signing.class.getName(), null, null) {
                @Override
                public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                    return new Signing(kept);
                }

                @Override
                public boolean supportsParameter(Object key) {
                    return key instanceof HiddenKey;
                }
            });
        }
    }

    private static final class Signing extends SignatureSpi {
        private final Signature real;
        private final PrivateKey kept;

        Signing(PrivateKey kept) throws NoSuchAlgorithmException {
            this.real = Signature.getInstance("SHA256withRSA");
            this.kept = kept;
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            real.initSign(kept);
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            throw new InvalidKeyException("A vault only signs.");
        }

        @Override
        protected void engineUpdate(byte b) throws SignatureException {
            real.update(b);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
            real.update(bytes, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            return real.sign();
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            return false;
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {}

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            return null;
        }
    }
}
