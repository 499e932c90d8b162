package io.wheelwright.billing.metering;

import io.wheelwright.api.v1alpha1.MeterSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.billing.metering.SoldMeters.KnownPrice;
import io.wheelwright.product.ProductObserved;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Remembers the prices that the meters of products have named. */
@ApplicationScoped
class MeterPrices {

    private static final String KNOWN = """
            SELECT meter, price_id, seen_at FROM meter_prices WHERE product_id = :product ORDER BY seen_at DESC, price_id
            """;

    private static final String SEE = """
            INSERT INTO meter_prices (product_id, meter, price_id, seen_at)
            VALUES (:product, :meter, :price, cast(:now AS timestamptz)) ON CONFLICT DO NOTHING
            """;

    private static final String SOLD = """
            SELECT 1 FROM usage_reporters r JOIN spokes s ON s.uid = r.spoke_uid
            JOIN meter_prices p ON p.product_id = s.product_id WHERE r.org_uid = :org LIMIT 1
            """;

    private final EntityManager database;
    private final Clock clock;

    MeterPrices(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A price counts from when its Product names it, whether or not anything is used by then. */
    void note(@Observes ProductObserved seen) {
        of(seen.productId(), seen.spec());
    }

    /** What a product sells, after what it names now was noted, in the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    SoldMeters of(String productId, ProductSpec product) {
        List<KnownPrice> known = new ArrayList<>(known(productId));
        Instant now = clock.instant();
        for (MeterSpec meter : product.meters()) {
            if (meter.stripePriceId() != null && known.stream().noneMatch(price -> price.isOf(meter))) {
                database.createNativeQuery(SEE)
                        .setParameter("product", productId)
                        .setParameter("meter", meter.name())
                        .setParameter("price", meter.stripePriceId())
                        .setParameter("now", now)
                        .executeUpdate();
                known.add(new KnownPrice(meter.name(), meter.stripePriceId(), now));
            }
        }
        return new SoldMeters(product, known);
    }

    /** Whether an instance of an organization has reported use of a product of which a meter has a price, or had one. */
    @Transactional
    boolean isSold(String orgUid) {
        return !database.createNativeQuery(SOLD)
                .setParameter("org", orgUid)
                .getResultList()
                .isEmpty();
    }

    @SuppressWarnings("unchecked")
    private List<KnownPrice> known(String productId) {
        List<Tuple> rows = database.createNativeQuery(KNOWN, Tuple.class)
                .setParameter("product", productId)
                .getResultList();
        return rows.stream()
                .map(row -> new KnownPrice(
                        row.get("meter", String.class),
                        row.get("price_id", String.class),
                        row.get("seen_at", Instant.class)))
                .toList();
    }
}
