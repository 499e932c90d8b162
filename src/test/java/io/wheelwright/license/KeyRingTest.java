package io.wheelwright.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    private static final KeyRing FORMER = KeyRing.of(Map.of("private.der", SecretKeys.generate()));
    private static final byte[] SIGNER = SecretKeys.generate();

    @Test
    void oneKeySignsAndTheFormerOnesVerify() {
        byte[] former = FORMER.current().key().getEncoded();

        KeyRing keys =
                KeyRing.of(Map.of("private.der", SIGNER, "2026-11.pub.der", former, "notes.txt", new byte[] {1}));

        assertThat(kids(keys)).containsExactly(keys.kid(), FORMER.kid());
        assertThat(keys.kid()).isNotEqualTo(FORMER.kid());
        assertThat(keys.toString()).contains("***").doesNotContain("RSA");
    }

    @Test
    void theKeyThatSignsIsNamedOnce() {
        KeyRing alone = KeyRing.of(Map.of("private.der", SIGNER));

        KeyRing twice = KeyRing.of(Map.of(
                "private.der", SIGNER, "same.pub.der", alone.current().key().getEncoded()));

        assertThat(kids(twice)).containsExactly(alone.kid());
    }

    @Test
    void namesWhatIsNoKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.of(Map.of("old.pub.der", new byte[0])))
                .withMessageContaining("private.der is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.of(Map.of("private.der", new byte[] {1})))
                .withMessageContaining("private.der is no RSA key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.of(Map.of("private.der", SIGNER, "old.pub.der", new byte[] {1})))
                .withMessageContaining("old.pub.der is no public RSA key");
    }

    private static List<String> kids(KeyRing keys) {
        return Json.read(keys.jwks(), JsonNode.class).path("keys").findValuesAsText("kid");
    }
}
