package io.wheelwright.billing.setup;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeObjectInterface;
import com.stripe.net.ApiRequestParams;
import com.stripe.net.RequestOptions;
import io.wheelwright.Digest;
import io.wheelwright.Json;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An object of which there is to be one, whoever asks for it and however often. The idempotency key follows from what it is
 * to be, so two that ask at once get the same. An answer that was lost is asked for once more under its key; what Stripe keeps
 * of a failure under a key, or of an object that somebody has deleted since, is passed over with the next key.
 *
 * @param look finds it where it is there
 */
record OneOf<T>(ApiRequestParams params, Look<T> look) {

    private static final int MOST_KEYS = 10;
    private static final int FAILED = 500;

    /** How an object is found. */
    interface Look<T> {
        Optional<T> find() throws StripeException;
    }

    /** How an object is made. */
    interface Creation<T> {
        Made<T> with(RequestOptions options) throws StripeException;
    }

    /**
     * What was made.
     *
     * @param replayed whether Stripe has told of an earlier answer under the key
     */
    record Made<T>(T object, boolean replayed) {}

    static <A extends StripeObjectInterface, T> Made<T> made(A answer, Function<A, T> what) {
        boolean replayed = answer.getLastResponse() != null
                && answer.getLastResponse()
                        .headers()
                        .firstValue("Idempotent-Replayed")
                        .isPresent();
        return new Made<>(what.apply(answer), replayed);
    }

    /** Makes it, or finds what somebody else has made meanwhile. */
    T make(Creation<T> creation) throws StripeException {
        String key = "wheelwright-setup-"
                + Digest.sha256(params.getClass().getName() + Json.write(Map.of("params", params.toMap())));
        for (int spent = 0; ; spent++) {
            try {
                Made<T> made = answered(
                        creation,
                        RequestOptions.builder()
                                .setIdempotencyKey(spent == 0 ? key : key + "-" + spent)
                                .build());
                if (!made.replayed() || spent == MOST_KEYS || look.find().isPresent()) {
                    return made.object();
                }
            } catch (StripeException e) {
                Optional<T> there = look.find();
                if (there.isPresent()) {
                    return there.get();
                }
                if (!isKept(e) || spent == MOST_KEYS) {
                    throw e;
                }
            }
        }
    }

    private static <T> Made<T> answered(Creation<T> creation, RequestOptions options) throws StripeException {
        try {
            return creation.with(options);
        } catch (ApiConnectionException lost) {
            return creation.with(options);
        }
    }

    private static boolean isKept(StripeException e) {
        return e.getStatusCode() != null && e.getStatusCode() == FAILED && e.getRequestId() != null;
    }
}
