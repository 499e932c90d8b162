package io.wheelwright.billing.stripe;

import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.BeforeOperator;
import io.wheelwright.access.Caller;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hibernate.query.NativeQuery;

/**
 * What has passed while no hub ran: who was to be looked at meanwhile and was not, may have paid since. Dates that nobody has
 * confirmed are put off before the operator can act on them; the first look, which is due, says what holds.
 */
@ApplicationScoped
class Absence implements BeforeOperator {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final StripeAccount account;
    private final Customers customers;
    private final Reprieve reprieve;
    private final Outbox outbox;
    private final EntityManager database;
    private final Caller caller;
    private final Clock clock;

    Absence(
            StripeAccount account,
            Customers customers,
            Reprieve reprieve,
            Outbox outbox,
            EntityManager database,
            Caller caller,
            Clock clock) {
        this.account = account;
        this.customers = customers;
        this.reprieve = reprieve;
        this.outbox = outbox;
        this.database = database;
        this.caller = caller;
        this.clock = clock;
    }

    /** Boundary to the database, which may be away: the hub is not ready then. */
    @Override
    @ActivateRequestContext
    public Optional<String> obstacle() {
        if (account.isConfigured()) {
            caller.actAs(Projection.SOURCE);
            try {
                awaitApplied(spare());
            } catch (RuntimeException boundary) {
                return Optional.of("What has passed at Stripe while no hub ran is not known: " + boundary.getMessage());
            }
        }
        return Optional.empty();
    }

    /** Names of the organizations whose dates were put off. */
    List<String> spare() {
        Instant now = clock.instant();
        Map<String, Instant> read = QuarkusTransaction.requiringNew().call(() -> overdue(now));
        if (read.isEmpty()) {
            return List.of();
        }
        return customers
                .withDateBetween(Projection.SOURCE, Collections.min(read.values()), now.plus(Looks.UNANSWERED))
                .stream()
                .filter(customer -> read.containsKey(customer.orgId()))
                .filter(customer -> reprieve.grantSince(read.get(customer.orgId()), customer))
                .map(Customer::orgId)
                .toList();
    }

    /** When those were read last that should have been looked at by now; while a hub runs there is hardly any. */
    private Map<String, Instant> overdue(Instant now) {
        Map<String, Instant> read = new HashMap<>();
        List<?> rows = database.createNativeQuery("""
                        SELECT org_id, max(read_at) AS read_at FROM stripe_subscriptions WHERE org_id IS NOT NULL
                        GROUP BY org_id HAVING min(look_at) <= :now
                        """)
                .unwrap(NativeQuery.class)
                .addScalar("org_id", String.class)
                .addScalar("read_at", Instant.class)
                .setParameter("now", now)
                .getResultList();
        rows.stream().map(Object[].class::cast).forEach(row -> read.put((String) row[0], (Instant) row[1]));
        return read;
    }

    /** What the operator reads is the resources, not the rows. */
    private void awaitApplied(List<String> spared) {
        long begin = System.nanoTime();
        List<String> left = stillOnTheWay(spared);
        while (!left.isEmpty() && System.nanoTime() - begin < PATIENCE.toNanos()) {
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            left = stillOnTheWay(left);
        }
        if (!left.isEmpty()) {
            Log.warnf("Dates that are put off are not applied yet, first that of %s", left.get(0));
        }
    }

    private List<String> stillOnTheWay(List<String> organizations) {
        return organizations.stream()
                .dropWhile(orgId -> !outbox.pending("Organization", orgId))
                .toList();
    }
}
