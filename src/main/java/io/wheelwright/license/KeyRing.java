package io.wheelwright.license;

import io.wheelwright.Json;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * The keys of licenses: one signs, and that one and former ones verify.
 *
 * @param signer may be one that does not say what it is, since it never leaves its HSM or KMS
 * @param former keys that sign no more, by their names in the Secret
 */
record KeyRing(PrivateKey signer, VerificationKey current, List<VerificationKey> former) {

    /** Entry of the key that signs, in PKCS #8. */
    static final String SIGNER = "private.der";

    /** How the entries of former keys end, public ones in X.509. */
    private static final String FORMER = ".pub.der";

    /**
     * Reads the entries of a Secret.
     *
     * @throws IllegalArgumentException if one is no key, naming it
     */
    static KeyRing of(Map<String, byte[]> entries) {
        if (!entries.containsKey(SIGNER)) {
            throw new IllegalArgumentException("the entry " + SIGNER + " is missing");
        }
        List<VerificationKey> former = new ArrayList<>();
        new TreeMap<>(entries).forEach((name, encoded) -> {
            if (name.endsWith(FORMER)) {
                former.add(VerificationKey.of(verifier(name, encoded)));
            }
        });
        RSAPrivateCrtKey signer = signer(entries.get(SIGNER));
        return new KeyRing(signer, VerificationKey.of(verifier(signer)), List.copyOf(former));
    }

    /** The name of the key that signs. */
    String kid() {
        return current.kid();
    }

    /** The key set that verifies what any of them has signed. */
    String jwks() {
        List<Map<String, String>> keys = new ArrayList<>();
        keys.add(current.jwk());
        former.stream().filter(key -> !key.kid().equals(kid())).forEach(key -> keys.add(key.jwk()));
        return Json.write(Map.of("keys", keys));
    }

    /**
     * Signs claims in JSON with RS256 (RFC 7515); the same claims give the same token.
     *
     * @throws LicenseKeyUnavailable if the key does not sign, as while its HSM is away
     */
    String sign(String claims) {
        try {
            return signed(claims);
        } catch (JoseException | ProviderException e) {
            throw new LicenseKeyUnavailable("The key " + kid() + " does not sign licenses: " + e.getMessage(), e);
        }
    }

    private String signed(String claims) throws JoseException {
        JsonWebSignature token = new JsonWebSignature();
        token.setKeyIdHeaderValue(kid());
        token.setHeader("typ", "JWT");
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        token.setPayload(claims);
        token.setKey(signer);
        return token.getCompactSerialization();
    }

    /**
     * This, once it has been seen that what it signs is verified by what it publishes.
     *
     * @throws IllegalArgumentException if the keys are no pair, or the one does not sign
     */
    KeyRing proven() {
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmConstraints(
                new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256));
        token.setKey(current.key());
        try {
            token.setCompactSerialization(signed("{}"));
            if (token.verifySignature()) {
                return this;
            }
        } catch (JoseException | ProviderException e) {
            throw new IllegalArgumentException("the key " + kid() + " cannot be used: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("the private key and the certificate are no pair");
    }

    @Override
    public String toString() {
        return "KeyRing[signer=***, kid=" + kid() + "]";
    }

    private static RSAPrivateCrtKey signer(byte[] encoded) {
        try {
            return (RSAPrivateCrtKey) rsa().generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | ClassCastException unreadable) {
            throw new IllegalArgumentException("the entry " + SIGNER + " is no RSA key in PKCS #8", unreadable);
        }
    }

    private static RSAPublicKey verifier(RSAPrivateCrtKey signer) {
        try {
            return (RSAPublicKey)
                    rsa().generatePublic(new RSAPublicKeySpec(signer.getModulus(), signer.getPublicExponent()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAPublicKey verifier(String name, byte[] encoded) {
        try {
            return (RSAPublicKey) rsa().generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("the entry " + name + " is no public RSA key in X.509", unreadable);
        }
    }

    private static KeyFactory rsa() throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA");
    }
}
