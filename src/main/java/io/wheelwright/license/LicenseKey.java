package io.wheelwright.license;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The key that signs licenses. It lives in a Secret of the hub's namespace and is made on first use. */
@ApplicationScoped
class LicenseKey {

    static final String SECRET = "wheelwright-license-key";
    private static final String ENTRY = "private.der";
    private static final int BITS = 2048;

    private final KubernetesClient client;
    private final String namespace;
    private volatile SigningKey key;

    LicenseKey(KubernetesClient client, WheelwrightConfig config) {
        this.client = client;
        this.namespace = config.hubNamespace();
    }

    SigningKey get() {
        SigningKey known = key;
        return known == null ? load() : known;
    }

    private synchronized SigningKey load() {
        if (key == null) {
            Secret secret = find().orElseGet(this::create);
            key = read(secret);
        }
        return key;
    }

    private Optional<Secret> find() {
        return Optional.ofNullable(
                client.secrets().inNamespace(namespace).withName(SECRET).get());
    }

    private Secret create() {
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName(SECRET)
                .withNamespace(namespace)
                .endMetadata()
                .withType("Opaque")
                .withImmutable(true)
                .withData(Map.of(ENTRY, generate()))
                .build();
        try {
            return client.resource(secret).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return find().orElseThrow(() -> e);
            }
            throw e;
        }
    }

    private static String generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            KeyPair pair = generator.generateKeyPair();
            return Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SigningKey read(Secret secret) {
        try {
            byte[] encoded = Base64.getDecoder().decode(secret.getData().get(ENTRY));
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
