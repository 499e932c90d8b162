package io.wheelwright.agent;

import io.wheelwright.agent.protocol.DirectoryProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The spoke's Ed25519 key: made at first boot, kept in its volume, and never made anew over one that is there. */
final class SpokeKey {
    private static final int RAW_LENGTH = 32;
    private static final byte[] MULTICODEC_ED25519_PUB = {(byte) 0xed, 0x01};

    private final KeyPair pair;

    private SpokeKey(KeyPair pair) {
        this.pair = pair;
    }

    static SpokeKey loadOrCreate(Path file) throws IOException {
        if (Files.notExists(file)) {
            SpokeKey made = generate();
            AtomicFile.secret(file).write(made.pem().getBytes(StandardCharsets.US_ASCII));
        }
        return load(file);
    }

    /** The public key as the Multikey form has it: base58-btc of the codec's prefix and the raw key. */
    String multibase() {
        return multibase(rawPublicKey());
    }

    static String multibase(byte[] rawPublicKey) {
        byte[] prefixed = Arrays.copyOf(MULTICODEC_ED25519_PUB, MULTICODEC_ED25519_PUB.length + rawPublicKey.length);
        System.arraycopy(rawPublicKey, 0, prefixed, MULTICODEC_ED25519_PUB.length, rawPublicKey.length);
        return "z" + Base58.encode(prefixed);
    }

    /** What shows that whoever says this holds the key. */
    DirectoryProof proofOf(byte[] text) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        try {
            return new DirectoryProof(base64.encodeToString(rawPublicKey()), base64.encodeToString(sign(text)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The spoke's key cannot sign.", e);
        }
    }

    private byte[] sign(byte[] text) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(text);
        return signature.sign();
    }

    /** The X.509 form of an Ed25519 key is a fixed header and then the raw key. */
    private byte[] rawPublicKey() {
        byte[] encoded = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - RAW_LENGTH, encoded.length);
    }

    private static SpokeKey generate() {
        try {
            return new SpokeKey(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no Ed25519.", e);
        }
    }

    private static SpokeKey load(Path file) throws IOException {
        String pem = Files.readString(file, StandardCharsets.ISO_8859_1);
        try {
            KeyFactory keys = KeyFactory.getInstance("Ed25519");
            SpokeKey key = new SpokeKey(new KeyPair(
                    keys.generatePublic(new X509EncodedKeySpec(block(pem, "PUBLIC KEY"))),
                    keys.generatePrivate(new PKCS8EncodedKeySpec(block(pem, "PRIVATE KEY")))));
            key.requireMatchingHalves();
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "The spoke's key in " + file + " is damaged. A new key would be another identity, so none is made:"
                            + " restore the file from a backup, or remove it to accept a new identity.",
                    e);
        }
    }

    private void requireMatchingHalves() throws GeneralSecurityException {
        byte[] probe = {1};
        byte[] signed = sign(probe);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(pair.getPublic());
        signature.update(probe);
        if (!signature.verify(signed)) {
            throw new IllegalArgumentException("the public key is not that of the private key");
        }
    }

    private String pem() {
        return block("PRIVATE KEY", pair.getPrivate().getEncoded())
                + block("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    private static String block(String label, byte[] content) {
        return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
                .formatted(label, Base64.getEncoder().encodeToString(content));
    }

    private static byte[] block(String pem, String label) {
        Matcher block = Pattern.compile(
                        "-----BEGIN " + label + "-----\\s+(?<body>[A-Za-z0-9+/=]+)\\s+-----END " + label)
                .matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException("no " + label + " block");
        }
        return Base64.getDecoder().decode(block.group("body"));
    }
}
