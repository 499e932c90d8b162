package io.wheelwright.directory;

import io.wheelwright.agent.protocol.DirectoryProof;
import io.wheelwright.agent.protocol.DirectoryRegistration;
import io.wheelwright.problem.Check;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Whether the key that a registration brings along has signed it. */
final class Proof {

    private static final String ALGORITHM = "Ed25519";
    private static final Pattern KEY = Pattern.compile("[-_A-Za-z0-9]{43}");
    private static final Pattern SIGNATURE = Pattern.compile("[-_A-Za-z0-9]{86}");

    /** What comes before the 32 bytes of a key in its X.509 form (RFC 8410). */
    private static final String X509_HEADER = "302a300506032b6570032100";

    private Proof() {}

    /** Ends the request if there is a proof that proves nothing. */
    static void check(DirectoryRegistration wanted) {
        DirectoryProof proof = wanted.proof();
        if (proof == null) {
            return;
        }
        new Check()
                .required("proof.public_key", proof.publicKey())
                .matches("proof.public_key", proof.publicKey(), KEY, "must be 32 bytes in base64url without padding")
                .required("proof.signature", proof.signature())
                .matches(
                        "proof.signature",
                        proof.signature(),
                        SIGNATURE,
                        "must be 64 bytes in base64url without padding")
                .done();
        if (!isSigned(wanted)) {
            new Check()
                    .error(
                            "proof.signature",
                            "must be the Ed25519 signature of the entry's did, spoke_id and endpoint by public_key")
                    .done();
        }
    }

    private static boolean isSigned(DirectoryRegistration wanted) {
        Base64.Decoder base64 = Base64.getUrlDecoder();
        String raw = HexFormat.of().formatHex(base64.decode(wanted.proof().publicKey()));
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(X509_HEADER + raw))));
            signature.update(wanted.signedText());
            return signature.verify(base64.decode(wanted.proof().signature()));
        } catch (GeneralSecurityException | IllegalArgumentException notAKeyOrSignature) {
            return false;
        }
    }
}
