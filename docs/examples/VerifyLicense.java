import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;

/**
 * Verifies a license without asking anybody, with the library jose4j.
 *
 * <p>Usage: {@code java -cp jose4j.jar:slf4j-api.jar VerifyLicense.java LICENSE_FILE JWKS_FILE SPOKE REVISION_FILE}
 */
public final class VerifyLicense {

    private static final int CLOCK_TOLERANCE_SECONDS = 300;

    private VerifyLicense() {}

    /** The claims of a license that counts, be it a revoked one; an exception says what is wrong with any other. */
    public static JwtClaims verify(String license, String jwks, String spoke, long highestRevision)
            throws JoseException, InvalidJwtException, MalformedClaimException {
        JwtClaims claims = new JwtConsumerBuilder()
                .setVerificationKeyResolver(
                        new JwksVerificationKeyResolver(new JsonWebKeySet(jwks).getJsonWebKeys()))
                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
                .setExpectedIssuer("wheelwright")
                .setExpectedAudience("wheelwright-spoke")
                .setRequireNotBefore()
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds(CLOCK_TOLERANCE_SECONDS)
                .build()
                .processToClaims(license.strip());
        require(spoke.equals(claims.getStringClaimValue("spoke")), "It is for another spoke.");
        require(revision(claims) >= highestRevision, "A newer one was seen before.");
        return claims;
    }

    public static void main(String[] args) throws Exception {
        Path seen = Path.of(args[3]);
        long highest = highestSeen(seen);
        JwtClaims claims =
                verify(Files.readString(Path.of(args[0])), Files.readString(Path.of(args[1])), args[2], highest);
        if (revision(claims) > highest) {
            remember(seen, revision(claims));
        }
        require(!Boolean.TRUE.equals(claims.getClaimValue("revoked")), "It was revoked.");
        System.out.println(claims.getRawJson());
    }

    /** The highest revision that was seen; 0 where that was not written, or was lost. */
    private static long highestSeen(Path file) throws IOException {
        try {
            return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
        } catch (NumberFormatException lost) {
            return 0;
        }
    }

    /** Another file takes its place at once: a kill in between leaves the former one. */
    private static void remember(Path file, long revision) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(beside, Long.toString(revision));
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static long revision(JwtClaims claims) throws MalformedClaimException {
        Number revision = claims.getClaimValue("rev", Number.class);
        require(revision != null, "It has no revision.");
        return revision.longValue();
    }

    private static void require(boolean holds, String otherwise) throws MalformedClaimException {
        if (!holds) {
            throw new MalformedClaimException(otherwise);
        }
    }
}
