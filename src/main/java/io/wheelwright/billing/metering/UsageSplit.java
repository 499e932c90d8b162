package io.wheelwright.billing.metering;

import io.wheelwright.api.v1alpha1.Limit;
import io.wheelwright.api.v1alpha1.MeterSpec;
import io.wheelwright.billing.metering.Charging.Sale;
import io.wheelwright.billing.stripe.Purchases;
import io.wheelwright.billing.stripe.StripeAccount;
import io.wheelwright.billing.stripe.SubscriptionFacts;
import io.wheelwright.fleet.Fleet;
import io.wheelwright.fleet.Tenant;
import io.wheelwright.organization.Customer;
import io.wheelwright.outbox.Turn;
import io.wheelwright.product.Products;
import io.wheelwright.usage.IncludedUnits;
import io.wheelwright.usage.MonthOfUse;
import io.wheelwright.usage.MonthsOfUse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Splits what an organization has used since it was looked at last, and writes what Stripe is to be told. */
@ApplicationScoped
class UsageSplit {

    private final MonthsOfUse usage;
    private final Fleet fleet;
    private final Products products;
    private final MeterPrices prices;
    private final Purchases purchases;
    private final StripeAccount account;
    private final Clock clock;

    UsageSplit(
            MonthsOfUse usage,
            Fleet fleet,
            Products products,
            MeterPrices prices,
            Purchases purchases,
            StripeAccount account,
            Clock clock) {
        this.usage = usage;
        this.fleet = fleet;
        this.products = products;
        this.prices = prices;
        this.purchases = purchases;
        this.account = account;
        this.clock = clock;
    }

    /**
     * A look at an organization.
     *
     * @param waited whether something waited when it was looked at last
     * @param present the first day of this month
     * @param doubts why something waits
     */
    private record Look(
            Customer customer,
            Charging charging,
            boolean waited,
            Map<MeteredMonth.Use, MeteredMonth> known,
            LocalDate present,
            Instant now,
            List<String> doubts,
            List<Unsold> unsold) {

        Optional<MeteredMonth> month(MonthOfUse use) {
            return Optional.ofNullable(known.get(MeteredMonth.Use.of(use)));
        }

        Split split() {
            return new Split(customer.orgId(), doubts.stream().findFirst().orElse(null), unsold);
        }
    }

    /**
     * Does it, in the caller's transaction. What goes beyond the plan is not split while it is not known what charges it.
     *
     * @param waited whether something waited when it was done last
     */
    @Transactional(TxType.MANDATORY)
    Split run(Customer customer, boolean waited) {
        Turn.take("Metering", customer.uid());
        List<MonthOfUse> months = usage.of(customer.uid());
        Set<String> reporters = months.stream().map(MonthOfUse::spokeUid).collect(Collectors.toSet());
        Look look = new Look(
                customer,
                charging(customer),
                waited,
                MeteredMonth.of(reporters, usage.earliest()).stream()
                        .collect(Collectors.toMap(MeteredMonth::use, month -> month)),
                usage.present(),
                clock.instant(),
                new ArrayList<>(),
                new ArrayList<>());
        Map<String, Tenant> spokes = fleet.tenantsEver(reporters);
        Map<String, Optional<SoldMeters>> sold = new HashMap<>();
        for (MonthOfUse use : months) {
            Tenant spoke = spokes.get(use.spokeUid());
            if (spoke != null && customer.uid().equals(spoke.orgUid())) {
                sold.computeIfAbsent(spoke.productId(), this::sold).ifPresent(meters -> meters.meter(use)
                        .ifPresent(meter -> take(look, use, spoke, meter, meters)));
            }
        }
        return look.split();
    }

    private Charging charging(Customer customer) {
        List<SubscriptionFacts> own = purchases.of(customer);
        Set<String> payers = own.stream().map(SubscriptionFacts::customer).collect(Collectors.toSet());
        return Charging.of(own, purchases.unclear(customer), purchases.ofPayers(payers));
    }

    private Optional<SoldMeters> sold(String productId) {
        return products.spec(productId).map(product -> prices.of(productId, product));
    }

    /** The month is the instance's, whatever organization it was of when it was looked at last, and whoever bills it by now. */
    private void take(Look look, MonthOfUse use, Tenant spoke, MeterSpec meter, SoldMeters meters) {
        List<String> sold = spoke.ownBilling() ? List.of() : meters.prices(meter, use.month());
        Optional<MeteredMonth> known = look.month(use);
        MeteredMonth month = known.orElseGet(MeteredMonth::new);
        month.belong(spoke, use);
        boolean isPast = known.isPresent() && use.month().isBefore(look.present());
        Limit included = isPast
                ? month.allowance()
                : IncludedUnits.of(spoke, Optional.of(look.customer())).of(meter);
        Optional<Sale> sale = look.charging().sale(sold, use.month(), look.now());
        Share before = month.share();
        Share grown = before.grown(use.units(meter.aggregation()), included, sale.isPresent());
        Optional<String> doubt =
                grown.isBeyond(before) && !sold.isEmpty() ? look.charging().doubt(sold, sale) : Optional.empty();
        doubt.ifPresent(look.doubts()::add);
        Share after = doubt.isPresent() ? grown.coveredSince(before) : grown;
        month.take(after, included);
        if (known.isEmpty()) {
            month.persist();
        }
        long told = after.overage() - before.overage();
        if (told > 0) {
            MeterEvent.begin(month, told, sale.orElseThrow(), account.isLive(), look.now());
        }
        Unsold.of(month, before, meter.stripePriceId() != null, sold, look.charging(), look.waited())
                .ifPresent(look.unsold()::add);
    }
}
