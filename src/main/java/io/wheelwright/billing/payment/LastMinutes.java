package io.wheelwright.billing.payment;

import java.time.Duration;

/**
 * What is still done so long before a call is of no use any more. One that ends a subscription within a period is of no use
 * after it: who leaves does not pay for another one.
 */
final class LastMinutes {

    /** Until then usage is waited for; then the subscription is ended whatever was told. */
    static final Duration WAIT = Duration.ofMinutes(2);

    /**
     * Until then a try tells: the request that is under way, and the look at the subscription after it, each with the one that
     * the library makes after it, take as long.
     */
    static final Duration TELL = Duration.ofSeconds(80);

    /** Then a call that has failed is tried again at the latest, whatever its pause is, and to the end without one. */
    static final Duration TRIES = Duration.ofMinutes(1);

    /** But no try follows another one sooner. */
    static final Duration BETWEEN = Duration.ofSeconds(10);

    private LastMinutes() {}
}
