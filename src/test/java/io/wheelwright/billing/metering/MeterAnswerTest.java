package io.wheelwright.billing.metering;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.PermissionException;
import com.stripe.exception.RateLimitException;
import io.wheelwright.billing.metering.MeterAnswer.Onward;
import io.wheelwright.billing.metering.MeterAnswer.What;
import org.junit.jupiter.api.Test;

class MeterAnswerTest {

    @Test
    void whatIsInTheWayOfOneIsNotInTheWayOfAll() {
        assertThat(invalid(409, null, "No.").onward()).isEqualTo(Onward.others);
        assertThat(invalid(404, "resource_missing", "No.").onward()).isEqualTo(Onward.same);
        assertThat(MeterAnswer.of(new RateLimitException("No.", null, "req_1", null, 429, null))
                        .onward())
                .isEqualTo(Onward.nobody);
        assertThat(MeterAnswer.of(new ApiConnectionException("No.")).onward()).isEqualTo(Onward.nobody);
    }

    @Test
    void tellsWhatAnAnswerMeans() {
        assertThat(invalid(400, null, "An event already exists with identifier 7.")
                        .what())
                .isEqualTo(What.again);
        assertThat(invalid(400, "timestamp_in_future", "No.").what()).isEqualTo(What.later);
        assertThat(invalid(400, "timestamp_too_far_in_past", "No.").what()).isEqualTo(What.refused);
        assertThat(invalid(409, null, "No.").what()).isEqualTo(What.later);
        assertThat(invalid(404, "resource_missing", "No.").ofReading().what()).isEqualTo(What.later);
        assertThat(MeterAnswer.of(new PermissionException("No.", "req_1", null, 403))
                        .what())
                .isEqualTo(What.later);
        assertThat(MeterAnswer.of(new RateLimitException("No.", null, "req_1", null, 429, null))
                        .what())
                .isEqualTo(What.later);
        assertThat(MeterAnswer.of(new ApiConnectionException("sk_test_secret"))).satisfies(answer -> {
            assertThat(answer.what()).isEqualTo(What.later);
            assertThat(answer.error()).isEqualTo("Stripe cannot be reached (ApiConnectionException).");
        });
    }

    private static MeterAnswer invalid(int status, String code, String message) {
        return MeterAnswer.of(new InvalidRequestException(message, null, "req_1", code, status, null));
    }
}
