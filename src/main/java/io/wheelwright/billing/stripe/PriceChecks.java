package io.wheelwright.billing.stripe;

import com.stripe.exception.StripeException;
import io.wheelwright.api.v1alpha1.MeterSpec;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether products can be sold at the prices that they name. For one examination: what Stripe has told is not asked again. */
final class PriceChecks {

    private final AccountReader reader;
    private final Map<String, Optional<PriceFacts>> prices = new HashMap<>();
    private final Map<String, Optional<MeterFacts>> meters = new HashMap<>();

    PriceChecks(AccountReader reader) {
        this.reader = reader;
    }

    /** A check of each price that a product names. */
    Stream<StripeCheck> of(ProductSpec product) {
        Stream<StripeCheck> ofPlans = product.plans().stream()
                .filter(plan -> plan.stripePriceId() != null)
                .map(plan -> check("price of the plan %s of %s".formatted(plan.id(), product.displayName()), plan));
        Stream<StripeCheck> ofMeters = product.meters().stream()
                .filter(meter -> meter.stripePriceId() != null)
                .map(meter -> check(
                        "price of the meter %s of %s".formatted(meter.name(), product.displayName()), meter, product));
        return Stream.concat(ofPlans, ofMeters);
    }

    private StripeCheck check(String subject, MeterSpec meter, ProductSpec product) {
        return check(subject, meter.stripePriceId(), "meter", price -> new MeterPriceFacts(price, meter(price))
                .check(subject, meter, product));
    }

    private StripeCheck check(String subject, PlanSpec plan) {
        return check(subject, plan.stripePriceId(), "plan", price -> price.check(subject, plan));
    }

    private StripeCheck check(String subject, String id, String of, Judgment judgment) {
        try {
            Optional<PriceFacts> price = price(id);
            return price.isPresent()
                    ? judgment.of(price.get())
                    : StripeCheck.failed(
                            subject, "The account has no price %s: correct stripePriceId of the %s.".formatted(id, of));
        } catch (StripeException e) {
            return StripeCheck.failed(subject, new StripeAway(e).getMessage());
        }
    }

    private Optional<PriceFacts> price(String id) throws StripeException {
        if (!prices.containsKey(id)) {
            prices.put(id, reader.price(id));
        }
        return prices.get(id);
    }

    private Optional<MeterFacts> meter(PriceFacts price) throws StripeException {
        if (!meters.containsKey(price.meter())) {
            meters.put(price.meter(), reader.meter(price));
        }
        return meters.get(price.meter());
    }

    private interface Judgment {
        StripeCheck of(PriceFacts price) throws StripeException;
    }
}
