package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final byte[] BODY = "{\"id\":\"evt_1\"}".getBytes(StandardCharsets.UTF_8);
    private static final List<String> SECRETS = List.of("whsec_new", "whsec_old");

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "t=abc", "t", "t=1,t=2,v1=00", "v1=00", "t=99999999999999999999,v1=00", "=,=", ","})
    void whatCannotBeReadIsRefused(String header) {
        assertThat(of(header).isGood()).isFalse();
        assertThat(of(null).isGood()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-301, false", "-300, true", "-299, true", "0, true", "299, true", "300, true", "301, false"})
    void theTimeMayBeAwayAsFarAsTheTolerance(long seconds, boolean good) {
        long time = NOW.getEpochSecond() + seconds;
        Signature signature = of("t=" + time + ",v1=" + sign("whsec_new", time, BODY));
        assertThat(signature.isGood()).isEqualTo(good);
        assertThat(signature.isUntimely()).isEqualTo(!good);
        assertThat(signature.skew()).isEqualTo(Duration.ofSeconds(-seconds));
        assertThat(of("t=" + time + ",v1=" + sign("whsec_gone", time, BODY)))
                .extracting(Signature::isUntimely, Signature::skew)
                .as("nothing is known of the clock of who does not know a secret")
                .containsExactly(false, null);
    }

    @Test
    void anyOfTheSecretsMayHaveSigned() {
        long time = NOW.getEpochSecond();
        String old = sign("whsec_old", time, BODY);
        assertThat(of("t=" + time + ",v1=" + "0".repeat(64) + ",v1=" + old + ",v0=" + old))
                .isEqualTo(new Signature(null, 1, Duration.ZERO));
        assertThat(of("t=" + time + ",v1=" + sign("whsec_new", time, BODY)).secret())
                .isZero();
        assertThat(of("t=" + time + ",v1=" + sign("whsec_gone", time, BODY)).isGood())
                .isFalse();
        assertThat(of("t=" + time + ",v0=" + old).isGood()).isFalse();
        assertThat(of("t=" + time + ", v1=" + old).isGood()).isFalse();
    }

    @Test
    void theBodyIsSignedToTheByte() {
        long time = NOW.getEpochSecond();
        String header = "t=" + time + ",v1=" + sign("whsec_new", time, BODY);
        byte[] same = "{\"id\": \"evt_1\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(Signature.of(header, same, SECRETS, NOW, TOLERANCE).isGood()).isFalse();
        assertThat(Signature.of(header, BODY, List.of(), NOW, TOLERANCE).isGood())
                .isFalse();
    }

    private static Signature of(String header) {
        return Signature.of(header, BODY, SECRETS, NOW, TOLERANCE);
    }

    static String sign(String secret, long time, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
