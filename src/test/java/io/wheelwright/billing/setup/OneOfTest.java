package io.wheelwright.billing.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.ApiException;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeError;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeResponse;
import com.stripe.param.ProductCreateParams;
import io.wheelwright.billing.setup.OneOf.Made;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OneOfTest {

    private static final ProductCreateParams PARAMS =
            ProductCreateParams.builder().setName("Growth").build();

    private final Set<String> keys = new LinkedHashSet<>();

    @Test
    void whatIsGoneUnderEveryKeyIsNotToldOfAsMade() {
        assertThatThrownBy(() -> new OneOf<String>(PARAMS, Optional::empty).make(options -> {
                    keys.add(options.getIdempotencyKey());
                    return new Made<>("prod_gone", true);
                }))
                .isInstanceOf(OneOf.KeysSpent.class);
        assertThat(keys).hasSize(11);
    }

    @Test
    void aFailureThatStripeHasKeptIsPassedOverAndThatOfAGatewayIsNot() throws StripeException {
        assertThat(new OneOf<String>(PARAMS, Optional::empty).make(options -> {
                    keys.add(options.getIdempotencyKey());
                    if (keys.size() == 1) {
                        throw failed(503, true);
                    }
                    return new Made<>("prod_1", false);
                }))
                .isEqualTo("prod_1");
        assertThatThrownBy(() -> new OneOf<String>(PARAMS, Optional::empty).make(options -> {
                    throw failed(503, false);
                }))
                .isInstanceOf(ApiException.class);
    }

    private static ApiException failed(int status, boolean replayed) {
        ApiException failure = new ApiException("Later.", "req_1", null, status, null);
        StripeError error = new StripeError();
        error.setLastResponse(new StripeResponse(
                status, HttpHeaders.of(replayed ? Map.of("Idempotent-Replayed", List.of("true")) : Map.of()), "{}"));
        failure.setStripeError(error);
        return failure;
    }
}
