package io.wheelwright.billing.setup;

import io.wheelwright.api.v1alpha1.Price;
import io.wheelwright.billing.setup.SetupItem.SetupKind;
import io.wheelwright.billing.stripe.MeterFacts;
import io.wheelwright.billing.stripe.PriceFacts;
import io.wheelwright.billing.stripe.PriceFacts.PlanFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is there of a ware at Stripe.
 *
 * @param named price that the Product names, where the account has it; then nothing else is looked at but its meter
 * @param price that has its lookup key
 * @param product that has its id; whether it is active
 * @param meter that has its event name, or that of the price that the Product names
 */
record Standing(
        Optional<PriceFacts> named, Optional<PriceFacts> price, Optional<Boolean> product, Optional<MeterFacts> meter) {

    static final String CUSTOMER = "stripe_customer_id";
    static final String VALUE = "value";

    private static final String MONTH = "month";
    private static final String ARCHIVED = "archived";

    private static final String INSTEAD = ", or take it from the Product and have another one made";

    /** Customers are found by the price that they have bought at. */
    private static final String INSTEAD_OF_WHAT_WAS_BOUGHT =
            ". To sell at another price, add another plan, and leave this one with its price: who has bought at a price that no plan names is held (unknown_price)";

    /** What is missing, in the order in which it is made, and what is there. */
    List<SetupItem> items(Ware ware) {
        if (named.isPresent()) {
            return List.of(named(ware, named.get()));
        }
        Optional<String> problem = ware.problem();
        if (problem.isPresent()) {
            return List.of(SetupItem.byHand(SetupKind.price, ware.about(), null, problem.get()));
        }
        List<SetupItem> items = new ArrayList<>(List.of(product(ware)));
        if (ware.isMeter()) {
            items.add(meter(ware));
        }
        items.add(price(ware));
        return List.copyOf(items);
    }

    /** Somebody has chosen it: it may be paid in another rhythm, or count in another way. */
    private SetupItem named(Ware ware, PriceFacts there) {
        Optional<String> fault = ware.isMeter()
                ? faultOfMeter(ware, there).map(what -> what + ": correct either" + INSTEAD)
                : there.faultOfPlan(new Price(ware.amount(), ware.currency())).map(Standing::text);
        return fault.map(what -> SetupItem.byHand(
                        SetupKind.price,
                        ware.about(),
                        there.id(),
                        "The Product names it, and it is %s.".formatted(what)))
                .orElseGet(() -> SetupItem.exists(SetupKind.price, ware.about(), there.id()));
    }

    private static String text(PlanFault fault) {
        return switch (fault) {
            case paid_once -> "paid once: correct the Product" + INSTEAD;
            case archived ->
                ARCHIVED + ": unarchive it at Stripe if the plan is to be sold" + INSTEAD_OF_WHAT_WAS_BOUGHT;
            case other_amount -> "of another amount: correct either" + INSTEAD_OF_WHAT_WAS_BOUGHT;
        };
    }

    /**
     * A price that no meter measures would be charged whether anything is used or not; and Stripe is told of units beyond the
     * included ones, which are to be added up.
     */
    private Optional<String> faultOfMeter(Ware ware, PriceFacts there) {
        if (!there.active()) {
            return Optional.of(ARCHIVED);
        }
        if (there.meter() == null) {
            return Optional.of("not metered");
        }
        if (meter.isEmpty()) {
            return Optional.of("of a meter that is not there");
        }
        if (!meter.get().addsUp()) {
            return Optional.of("of a meter that does not add up");
        }
        if (there.tiered()) {
            return Optional.of("in tiers");
        }
        return there.per() == null || there.per() == ware.per()
                ? Optional.empty()
                : Optional.of("for another number of units");
    }

    private SetupItem product(Ware ware) {
        if (product.isEmpty()) {
            return SetupItem.missing(SetupKind.product, ware.about());
        }
        return product.get()
                ? SetupItem.exists(SetupKind.product, ware.about(), ware.stripeProductId())
                : SetupItem.byHand(
                        SetupKind.product,
                        ware.about(),
                        ware.stripeProductId(),
                        "It is archived: unarchive it at Stripe if it is to be sold.");
    }

    private SetupItem meter(Ware ware) {
        if (meter.isEmpty()) {
            return SetupItem.missing(SetupKind.meter, ware.about());
        }
        MeterFacts there = meter.get();
        boolean same = there.addsUp()
                && there.customerKey().equals(CUSTOMER)
                && there.valueKey().equals(VALUE);
        return same
                ? SetupItem.exists(SetupKind.meter, ware.about(), there.id())
                : SetupItem.byHand(
                        SetupKind.meter,
                        ware.about(),
                        there.id(),
                        "It counts otherwise than by the sum of %s for each %s: deactivate it at Stripe, or make the price by hand."
                                .formatted(VALUE, CUSTOMER));
    }

    private SetupItem price(Ware ware) {
        if (price.isEmpty()) {
            boolean open =
                    product.orElse(true) && (!ware.isMeter() || meter(ware).state() != SetupItem.SetupState.by_hand);
            return open
                    ? SetupItem.missing(SetupKind.price, ware.about())
                    : SetupItem.byHand(
                            SetupKind.price, ware.about(), null, "It is made once what it belongs to is in order.");
        }
        PriceFacts there = price.get();
        return difference(ware, there)
                .map(what -> SetupItem.byHand(
                        SetupKind.price,
                        ware.about(),
                        there.id(),
                        "It has the lookup key %s, and %s: correct that at Stripe, or take the key from it."
                                .formatted(ware.lookupKey(), what)))
                .orElseGet(() -> SetupItem.exists(SetupKind.price, ware.about(), there.id()));
    }

    private Optional<String> difference(Ware ware, PriceFacts there) {
        if (!there.active()) {
            return Optional.of("is archived");
        }
        if (!there.costs(ware.unitAmount(), ware.currency())) {
            return Optional.of("costs something else");
        }
        if (!MONTH.equals(there.interval()) || there.intervalCount() != 1) {
            return Optional.of("is not paid every month");
        }
        String wanted = ware.isMeter() ? meter.map(MeterFacts::id).orElse("") : null;
        return Objects.equals(wanted, there.meter()) ? Optional.empty() : Optional.of("is of another meter");
    }
}
