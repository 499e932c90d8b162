package io.wheelwright.billing.stripe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Counts the events from which nothing follows, by their types: Stripe has hundreds, and only the first are told apart. */
final class IgnoredEvents {

    static final int MOST_TYPES = 50;

    private static final String OTHER = "other";

    /** As Stripe names them, such as {@code charge.succeeded}; what is longer is no label. */
    private static final Pattern TYPE = Pattern.compile("(?=.{3,64}$)[a-z0-9_]+(\\.[a-z0-9_]+)+");

    private final MeterRegistry registry;
    private final Set<String> types = new HashSet<>();

    IgnoredEvents(MeterRegistry registry) {
        this.registry = registry;
        counter(OTHER);
    }

    void count(String type) {
        counter(isToldApart(type) ? type : OTHER).increment();
    }

    private synchronized boolean isToldApart(String type) {
        return types.contains(type)
                || (types.size() < MOST_TYPES && TYPE.matcher(type).matches() && types.add(type));
    }

    private Counter counter(String type) {
        return Counter.builder("wheelwright.stripe.ignored")
                .description("Events of Stripe from which nothing follows.")
                .tag("type", type)
                .register(registry);
    }
}
