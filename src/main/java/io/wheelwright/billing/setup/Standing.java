package io.wheelwright.billing.setup;

import io.wheelwright.billing.setup.SetupItem.SetupKind;
import java.math.BigDecimal;
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
        Optional<KnownPrice> named, Optional<KnownPrice> price, Optional<Boolean> product, Optional<KnownMeter> meter) {

    static final String CUSTOMER = "stripe_customer_id";
    static final String VALUE = "value";

    private static final String MONTH = "month";
    private static final String SUM = "sum";

    private static final String INSTEAD_OF_A_METERS = ", or take it from the Product and have another one made";

    /** Customers are found by the price that they have bought at. */
    private static final String INSTEAD_OF_A_PLANS =
            ". To sell at another price, add another plan, and leave this one with its price: who has bought at a price that no plan names is held (unknown_price)";

    /**
     * A price.
     *
     * @param amount of one unit, in minor units; null where it is not one number
     * @param interval null of one that is paid once
     * @param meter null where it is paid for whatever is used
     * @param tiered whether what a unit costs depends on how many there are
     * @param per how many units it is for, where it says so; null otherwise
     */
    record KnownPrice(
            String id,
            boolean active,
            BigDecimal amount,
            String currency,
            String interval,
            long intervalCount,
            String meter,
            boolean tiered,
            Long per) {}

    /**
     * A meter that counts.
     *
     * @param customerKey under which name an event says who has used
     * @param valueKey under which name an event says how much
     */
    record KnownMeter(String id, String formula, String customerKey, String valueKey) {}

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
    private SetupItem named(Ware ware, KnownPrice there) {
        String what = there.active() ? fault(ware, there) : "archived";
        return what == null
                ? SetupItem.exists(SetupKind.price, ware.about(), there.id())
                : SetupItem.byHand(
                        SetupKind.price,
                        ware.about(),
                        there.id(),
                        "The Product names it, and it is %s: correct either%s."
                                .formatted(what, ware.isMeter() ? INSTEAD_OF_A_METERS : INSTEAD_OF_A_PLANS));
    }

    /** Null for none. A price that no meter measures would be charged whether anything is used or not. */
    private String fault(Ware ware, KnownPrice there) {
        if (ware.isMeter()) {
            return there.meter() == null ? "not metered" : faultOfMetered(ware, there);
        }
        return costs(ware, there) ? null : "of another amount";
    }

    /** Stripe is told of units beyond the included ones, which are to be added up. */
    private String faultOfMetered(Ware ware, KnownPrice there) {
        if (meter.filter(known -> !SUM.equals(known.formula())).isPresent()) {
            return "of a meter that does not add up";
        }
        if (there.tiered()) {
            return "in tiers";
        }
        return there.per() == null || there.per() == ware.per() ? null : "for another number of units";
    }

    private static boolean costs(Ware ware, KnownPrice there) {
        return there.amount() != null
                && there.amount().compareTo(ware.unitAmount()) == 0
                && there.currency().equalsIgnoreCase(ware.currency());
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
        KnownMeter there = meter.get();
        boolean same = there.formula().equals(SUM)
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
        KnownPrice there = price.get();
        return difference(ware, there)
                .map(what -> SetupItem.byHand(
                        SetupKind.price,
                        ware.about(),
                        there.id(),
                        "It has the lookup key %s, and %s: correct that at Stripe, or take the key from it."
                                .formatted(ware.lookupKey(), what)))
                .orElseGet(() -> SetupItem.exists(SetupKind.price, ware.about(), there.id()));
    }

    private Optional<String> difference(Ware ware, KnownPrice there) {
        if (!there.active()) {
            return Optional.of("is archived");
        }
        if (!costs(ware, there)) {
            return Optional.of("costs something else");
        }
        if (!MONTH.equals(there.interval()) || there.intervalCount() != 1) {
            return Optional.of("is not paid every month");
        }
        String wanted = ware.isMeter() ? meter.map(KnownMeter::id).orElse("") : null;
        return Objects.equals(wanted, there.meter()) ? Optional.empty() : Optional.of("is of another meter");
    }
}
