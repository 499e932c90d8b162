package io.wheelwright.billing.metering;

import io.wheelwright.api.v1alpha1.MeterSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.usage.MonthOfUse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The meters of a product and their prices.
 *
 * @param known prices that its meters name or have named, the latest first
 */
record SoldMeters(ProductSpec product, List<KnownPrice> known) {

    SoldMeters {
        known = List.copyOf(known);
    }

    /**
     * A price that a meter names or has named.
     *
     * @param seenAt when it did so first, as far as anything was counted then
     */
    record KnownPrice(String meter, String priceId, Instant seenAt) {

        boolean isOf(MeterSpec spec) {
            return meter.equals(spec.name()) && priceId.equals(spec.stripePriceId());
        }
    }

    /** The meter that counts a use. */
    Optional<MeterSpec> meter(MonthOfUse use) {
        return product.meters().stream()
                .filter(meter -> meter.name().equals(use.name()) && meter.kind() == use.kind())
                .findFirst();
    }

    /**
     * The prices at which the use of a meter in a month is charged: the one that the product names now, if any, then former
     * ones, for who has bought at one stays with it. What another meter names by now is of that one. Nothing is charged of a month that
     * was over before the meter had a price.
     *
     * @param month its first day
     */
    List<String> prices(MeterSpec meter, LocalDate month) {
        if (isOverBeforeItHadOne(meter, month)) {
            return List.of();
        }
        Stream<String> former = known.stream()
                .filter(price -> price.meter().equals(meter.name()))
                .map(KnownPrice::priceId)
                .filter(price -> product.meters().stream().noneMatch(other -> price.equals(other.stripePriceId())));
        return Stream.concat(Stream.ofNullable(meter.stripePriceId()), former).toList();
    }

    private boolean isOverBeforeItHadOne(MeterSpec meter, LocalDate month) {
        Instant over = month.plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return known.stream()
                .filter(price -> price.meter().equals(meter.name()))
                .allMatch(price -> !over.isAfter(price.seenAt()));
    }
}
