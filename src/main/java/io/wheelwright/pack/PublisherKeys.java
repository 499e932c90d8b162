package io.wheelwright.pack;

import io.quarkus.runtime.Startup;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.problem.Check;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/** The publishers whom this hub knows. Where it knows any, nothing is published that none of them signed. */
@Startup
@Singleton
class PublisherKeys {

    private static final String ALGORITHM = "Ed25519";
    private static final String FIELD = "signature";

    private final List<PublicKey> keys;

    @Inject
    PublisherKeys(WheelwrightConfig config) {
        this(config.packs().publisherKeys().orElse(List.of()));
    }

    PublisherKeys(List<String> keys) {
        this.keys = IntStream.range(0, keys.size()).mapToObj(i -> key(keys, i)).toList();
    }

    /** Whether a known publisher signed the pack; ends the request when one should have. */
    boolean verify(NewPack pack) {
        if (keys.isEmpty()) {
            return false;
        }
        Check check = new Check().required(FIELD, pack.signature());
        if (pack.signature() != null && keys.stream().noneMatch(key -> hasSigned(key, pack))) {
            check.error(FIELD, "must be one of a publisher whom this hub knows, over name, version and sha256");
        }
        check.done();
        return true;
    }

    private static boolean hasSigned(PublicKey key, NewPack pack) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(pack.signed());
            return signature.verify(Base64.getDecoder().decode(pack.signature()));
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /** What is configured by mistake may be a private key, so it is not shown. */
    private static PublicKey key(List<String> texts, int index) {
        try {
            byte[] encoded = Base64.getDecoder().decode(texts.get(index).strip());
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("Each of wheelwright.packs.publisher-keys must be a public Ed25519 key,"
                    + " X.509 in base64; number " + (index + 1) + " is not.");
        }
    }
}
