package io.wheelwright.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.wheelwright.support.Publisher;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublisherKeysTest {

    private static final String SHA256 = "a".repeat(64);

    private final Publisher publisher = new Publisher();
    private final PublisherKeys known = new PublisherKeys(List.of(new Publisher().publicKey(), publisher.publicKey()));

    @Test
    void whatAKnownPublisherSignedIsVerified() {
        assertThat(known.verify(pack("1.0.0", publisher.sign("reports", "1.0.0", SHA256))))
                .isTrue();
    }

    @Test
    void whatIsUnsignedOrSignedBySomebodyElseIsRefused() {
        assertRefused(pack("1.0.0", null), "is required");
        assertRefused(pack("1.0.0", new Publisher().sign("reports", "1.0.0", SHA256)), "whom this hub knows");
        assertRefused(pack("1.0.0", "A".repeat(86) + "=="), "whom this hub knows");
    }

    @Test
    void theSignatureOfAVersionServesForNoOtherOne() {
        assertRefused(pack("1.0.1", publisher.sign("reports", "1.0.0", SHA256)), "whom this hub knows");
        assertRefused(pack("1.0.0", publisher.sign("labels", "1.0.0", SHA256)), "whom this hub knows");
        assertRefused(pack("1.0.0", publisher.sign("reports", "1.0.0", "b".repeat(64))), "whom this hub knows");
    }

    @Test
    void withoutKeysNothingIsVerifiedAndNothingRefused() {
        PublisherKeys none = new PublisherKeys(List.of());

        assertThat(none.verify(pack("1.0.0", null))).isFalse();
        assertThat(none.verify(pack("1.0.0", publisher.sign("reports", "1.0.0", SHA256))))
                .isFalse();
    }

    @Test
    void aKeyThatIsNoneIsCountedAndNotShown() {
        assertThatThrownBy(() -> new PublisherKeys(List.of(publisher.publicKey(), "c2VjcmV0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wheelwright.packs.publisher-keys")
                .hasMessageContaining("number 2")
                .hasMessageNotContaining("c2VjcmV0");
    }

    private void assertRefused(NewPack pack, String message) {
        HttpProblem problem = catchThrowableOfType(HttpProblem.class, () -> known.verify(pack));
        assertThat(problem.getStatusCode()).isEqualTo(400);
        assertThat(problem.getDetail()).startsWith("signature ").contains(message);
    }

    private static NewPack pack(String version, String signature) {
        return new NewPack("reports", version, "logic", "https://packs.example.com/r", SHA256, 10L, null, signature);
    }
}
