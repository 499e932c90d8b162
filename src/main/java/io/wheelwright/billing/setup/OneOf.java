package io.wheelwright.billing.setup;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeObjectInterface;
import com.stripe.net.ApiRequestParams;
import com.stripe.net.RequestOptions;
import io.wheelwright.Digest;
import io.wheelwright.Json;
import io.wheelwright.billing.stripe.StripeAnswer;
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

    /** It was made and deleted so often that Stripe tells of nothing else for a day. */
    static final class KeysSpent extends RuntimeException {

        private static final long serialVersionUID = 1;

        KeysSpent() {
            super("It was made and deleted more than %d times within a day: make it at Stripe, or try again tomorrow."
                    .formatted(MOST_KEYS));
        }
    }

    static <A extends StripeObjectInterface, T> Made<T> made(A answer, Function<A, T> what) {
        return new Made<>(what.apply(answer), StripeAnswer.isReplayed(answer.getLastResponse()));
    }

    /**
     * Makes it, or finds what somebody else has made meanwhile.
     *
     * @throws KeysSpent where what was made under all keys is gone again
     */
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
                if (!made.replayed() || look.find().isPresent()) {
                    return made.object();
                }
                if (spent == MOST_KEYS) {
                    throw new KeysSpent();
                }
            } catch (StripeException e) {
                Optional<T> there = look.find();
                if (there.isPresent()) {
                    return there.get();
                }
                if (!StripeAnswer.isKept(e) || spent == MOST_KEYS) {
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
}
