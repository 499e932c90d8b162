package io.wheelwright.agent;

import static io.wheelwright.agent.LicenseSmith.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wheelwright.agent.protocol.LicenseBundle;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LicenseVerifierTest {
    private static final long HIGHEST_REVISION = 7;
    private static final LicenseSmith HUB = new LicenseSmith("key-1");
    private static final LicenseSmith STRANGER = new LicenseSmith("key-1");
    private static final LicenseSmith FORMER = new LicenseSmith("key-0");
    private static final LicenseSmith WEAK = new LicenseSmith("weak", 1024);

    private final LicenseVerifier verifier = new LicenseVerifier(LicenseSmith.SPOKE);

    @Test
    void acceptsWhatTheHubIssues() throws LicenseRejected {
        License license = verified(HUB.license(), NOW);

        assertThat(license.access()).isEqualTo("full");
        assertThat(license.revision()).isEqualTo(7);
        assertThat(license.expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(30)));
    }

    @Test
    void acceptsAListOfAudiences() throws LicenseRejected {
        LicenseBundle license =
                HUB.license(claims -> claims.putArray("aud").add("other").add("wheelwright-spoke"));

        assertThat(verified(license, NOW).plan()).isEqualTo("starter");
    }

    @Test
    void toleratesClocksThatDifferByLessThanFiveMinutes() throws LicenseRejected {
        Duration almost = Duration.ofMinutes(5).minusSeconds(1);
        Instant begin = NOW.minus(Duration.ofMinutes(5));
        Instant end = NOW.plus(Duration.ofDays(30));

        assertThat(verified(HUB.license(), begin.minus(almost))).isNotNull();
        assertThat(verified(HUB.license(), end.plus(almost))).isNotNull();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("bad")
    void refuses(String what, LicenseProblem problem, LicenseBundle license, Instant now) {
        LicenseRejected refusal = catchThrowableOfType(LicenseRejected.class, () -> verified(license, now));

        assertThat(refusal).as(what).isNotNull();
        assertThat(refusal.problem()).isEqualTo(problem);
    }

    static Stream<Arguments> bad() {
        String good = HUB.license().license();
        return Stream.of(
                of("nothing", LicenseProblem.MALFORMED, HUB.bundle("")),
                of("two parts", LicenseProblem.MALFORMED, HUB.bundle("a.b")),
                of("no base64", LicenseProblem.MALFORMED, HUB.bundle("%.%.%")),
                of("no JSON", LicenseProblem.MALFORMED, HUB.bundle("YQ.YQ.YQ")),
                of("critical extension", LicenseProblem.MALFORMED, header(header -> header.putArray("crit")
                        .add("x"))),
                of("a claim that is missing", LicenseProblem.MALFORMED, claims(claims -> claims.remove("rev"))),
                of("a claim of another type", LicenseProblem.MALFORMED, claims(claims -> claims.put("rev", "high"))),
                of("alg none", LicenseProblem.WRONG_ALGORITHM, HUB.bundle(HUB.unsigned())),
                of("alg None", LicenseProblem.WRONG_ALGORITHM, header(header -> header.put("alg", "None"))),
                of("alg rs256", LicenseProblem.WRONG_ALGORITHM, header(header -> header.put("alg", "rs256"))),
                of("alg RS512", LicenseProblem.WRONG_ALGORITHM, header(header -> header.put("alg", "RS512"))),
                of("no alg", LicenseProblem.WRONG_ALGORITHM, header(header -> header.remove("alg"))),
                of(
                        "HS256 by the public key",
                        LicenseProblem.WRONG_ALGORITHM,
                        HUB.bundle(HUB.tokenByPublicKeyAsSecret())),
                of("a kid that nobody knows", LicenseProblem.UNKNOWN_KEY, header(header -> header.put("kid", "key-2"))),
                of("no kid", LicenseProblem.UNKNOWN_KEY, header(header -> header.remove("kid"))),
                of(
                        "a key that was withdrawn",
                        LicenseProblem.UNKNOWN_KEY,
                        HUB.bundle(FORMER.license().license())),
                of("a key that is too short", LicenseProblem.UNKNOWN_KEY, WEAK.license()),
                of(
                        "a key of a stranger",
                        LicenseProblem.BAD_SIGNATURE,
                        HUB.bundle(STRANGER.license().license())),
                of("claims of another token", LicenseProblem.BAD_SIGNATURE, HUB.bundle(transplanted(good))),
                of(
                        "no signature",
                        LicenseProblem.BAD_SIGNATURE,
                        HUB.bundle(good.substring(0, good.lastIndexOf('.') + 1))),
                of("another issuer", LicenseProblem.WRONG_ISSUER, claims(claims -> claims.put("iss", "somebody"))),
                of("another audience", LicenseProblem.WRONG_AUDIENCE, claims(claims -> claims.put("aud", "hub"))),
                of("another spoke", LicenseProblem.WRONG_SPOKE, claims(claims -> claims.put("spoke", "globex"))),
                of("a lower revision", LicenseProblem.SUPERSEDED, claims(claims -> claims.put("rev", 6))),
                at(
                        "before its time",
                        LicenseProblem.NOT_YET_VALID,
                        NOW.minus(Duration.ofMinutes(10)).minusSeconds(1)),
                at(
                        "after its time",
                        LicenseProblem.EXPIRED,
                        NOW.plus(Duration.ofDays(30)).plus(Duration.ofMinutes(5))));
    }

    private License verified(LicenseBundle bundle, Instant now) throws LicenseRejected {
        License license = verifier.verify(bundle);
        license.requireCurrent(now, HIGHEST_REVISION);
        return license;
    }

    private static String transplanted(String good) {
        String richer = HUB.license(claims -> claims.put("plan", "enterprise")).license();
        String[] parts = good.split("\\.");
        return parts[0] + "." + richer.split("\\.")[1] + "." + parts[2];
    }

    private static LicenseBundle claims(Consumer<ObjectNode> change) {
        return HUB.license(change);
    }

    private static LicenseBundle header(Consumer<ObjectNode> change) {
        ObjectNode header = HUB.header();
        change.accept(header);
        return HUB.bundle(HUB.token(header, HUB.claims()));
    }

    private static Arguments of(String what, LicenseProblem problem, LicenseBundle license) {
        return Arguments.of(what, problem, license, NOW);
    }

    private static Arguments at(String what, LicenseProblem problem, Instant now) {
        return Arguments.of(what, problem, HUB.license(), now);
    }
}
