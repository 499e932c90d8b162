package io.wheelwright.billing.stripe;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import io.wheelwright.BeforeOperator;
import io.wheelwright.access.Caller;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.OrganizationBilling;
import io.wheelwright.outbox.Outbox;
import io.wheelwright.outbox.Proposal;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hibernate.query.NativeQuery;

/**
 * What has passed while no hub ran: who was to be looked at meanwhile and was not, may have paid since. Dates that nobody has
 * confirmed are put off before the operator can act on them, and before anybody looks, as a look ahead of time would hide who
 * is due. The first look says what holds.
 */
@ApplicationScoped
class Absence implements BeforeOperator {

    /** What lies between two tries. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** How long one try waits for what is on its way to the resources. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(5);

    private static final Duration AGAIN = Duration.ofMillis(100);

    private static final int OTHERS = 2;

    private final StripeAccount account;
    private final Customers customers;
    private final OrganizationBilling billing;
    private final Reprieve reprieve;
    private final Outbox outbox;
    private final EntityManager database;
    private final Caller caller;
    private final Clock clock;

    /** How long it is tried, while Kubernetes takes others and the database answers, though nobody more is spared by it. */
    Duration patience = Duration.ofMinutes(2);

    private int fewest = Integer.MAX_VALUE;

    /** How long it was tried since fewer were left than ever. */
    private Duration tried = Duration.ZERO;

    private volatile boolean over;

    Absence(
            StripeAccount account,
            Customers customers,
            OrganizationBilling billing,
            Reprieve reprieve,
            Outbox outbox,
            EntityManager database,
            Caller caller,
            Clock clock) {
        this.account = account;
        this.customers = customers;
        this.billing = billing;
        this.reprieve = reprieve;
        this.outbox = outbox;
        this.database = database;
        this.caller = caller;
        this.clock = clock;
    }

    /** Whether what has passed meanwhile takes nothing any more, so that subscriptions may be read. */
    boolean isOver() {
        return over;
    }

    /**
     * Boundary to the database and to Kubernetes, which may be away: the hub is not ready then. One customer that cannot be
     * spared keeps no hub from its work for ever.
     */
    @Override
    @ActivateRequestContext
    public Optional<String> obstacle() {
        Optional<String> obstacle = account.isConfigured() ? attempt() : Optional.empty();
        over = obstacle.isEmpty();
        return obstacle;
    }

    private Optional<String> attempt() {
        caller.actAs(Projection.SOURCE);
        long begin = System.nanoTime();
        try {
            List<String> left = left();
            if (left.isEmpty()) {
                return Optional.empty();
            }
            if (isWorthAnother(left.size(), Duration.ofNanos(System.nanoTime() - begin))) {
                return Optional.of(left.get(0));
            }
            Log.warnf(
                    "The hub begins though %d customers may lose what they have paid for: %s",
                    left.size(), left.get(0));
            return Optional.empty();
        } catch (RuntimeException boundary) {
            return Optional.of("What has passed at Stripe while no hub ran is not known: " + boundary.getMessage());
        }
    }

    private boolean isWorthAnother(int left, Duration took) {
        tried = left < fewest ? Duration.ZERO : tried.plus(took).plus(PAUSE);
        fewest = Math.min(fewest, left);
        return tried.compareTo(patience) < 0;
    }

    /**
     * Puts off what is to be.
     *
     * @return of whom a date is not put off, or not yet where the operator reads it: a sentence about each
     * @throws RuntimeException if Kubernetes takes nothing at the moment, or the database does not
     */
    List<String> left() {
        Map<String, Instant> followed = QuarkusTransaction.requiringNew().call(() -> overdue(clock.instant()));
        if (followed.isEmpty()) {
            return List.of();
        }
        Map<String, String> left = spare(followed);
        List<String> onTheWay = awaitApplied(followed.keySet());
        Set<String> concerned = new HashSet<>(left.keySet());
        concerned.addAll(onTheWay);
        if (!onTheWay.isEmpty() && isTroubledByOthers(concerned)) {
            throw Problem.of(ProblemType.UNAVAILABLE, notApplied(onTheWay.get(0)));
        }
        onTheWay.forEach(orgId -> left.putIfAbsent(orgId, notApplied(orgId)));
        return List.copyOf(left.values());
    }

    /** Who could not be spared, and why: that keeps no other from it, unless Kubernetes has trouble with others, too. */
    private Map<String, String> spare(Map<String, Instant> followed) {
        Map<String, String> left = new LinkedHashMap<>();
        boolean answers = false;
        for (Customer customer : datesOf(followed)) {
            try {
                reprieve.grantSince(followed.get(customer.orgId()), customer);
            } catch (PersistenceException | QuarkusTransactionException database) {
                throw database;
            } catch (RuntimeException boundary) {
                left.put(customer.orgId(), whyNot(customer, boundary));
                if (isTrouble(boundary) && !answers) {
                    if (isTroubledByOthers(left.keySet())) {
                        throw boundary;
                    }
                    answers = true;
                }
            }
        }
        return left;
    }

    /** Two others are enough to tell, at risk or not; where there are none, that is not known. */
    private boolean isTroubledByOthers(Set<String> left) {
        List<Customer> others = customers.billedBy(Projection.SOURCE, 0, left.size() + OTHERS).stream()
                .map(Customers.Listed::customer)
                .filter(customer -> !left.contains(customer.orgId()))
                .limit(OTHERS)
                .toList();
        return !others.isEmpty() && others.stream().allMatch(this::isTroubledBy);
    }

    private boolean isTroubledBy(Customer customer) {
        try {
            billing.check(customer);
            return false;
        } catch (HttpProblem refusal) {
            return isTrouble(refusal);
        }
    }

    private List<Customer> datesOf(Map<String, Instant> followed) {
        return customers
                .withDateBetween(
                        Projection.SOURCE,
                        Collections.min(followed.values()),
                        clock.instant().plus(Looks.UNANSWERED))
                .stream()
                .filter(customer -> followed.containsKey(customer.orgId()))
                .toList();
    }

    /** Whether the API server has failed, or was not there, rather than to refuse something. */
    private static boolean isTrouble(RuntimeException trouble) {
        return trouble instanceof HttpProblem problem
                && ProblemType.UNAVAILABLE.uri().equals(problem.getType());
    }

    private static String notApplied(String orgId) {
        return "What is asked of %s is not applied yet.".formatted(orgId);
    }

    private static String whyNot(Customer customer, RuntimeException trouble) {
        return "The dates of %s could not be put off: %s".formatted(customer.orgId(), trouble.getMessage());
    }

    /** When those were followed last that should have been looked at by now; while a hub runs there is hardly any. */
    private Map<String, Instant> overdue(Instant now) {
        Map<String, Instant> followed = new HashMap<>();
        List<?> rows = database.createNativeQuery("""
                        SELECT org_id, max(followed_at) AS followed_at FROM stripe_subscriptions WHERE org_id IS NOT NULL
                        GROUP BY org_id HAVING min(look_at) <= :now AND max(followed_at) IS NOT NULL
                        """)
                .unwrap(NativeQuery.class)
                .addScalar("org_id", String.class)
                .addScalar("followed_at", Instant.class)
                .setParameter("now", now)
                .getResultList();
        rows.stream().map(Object[].class::cast).forEach(row -> followed.put((String) row[0], (Instant) row[1]));
        return followed;
    }

    /**
     * What the operator reads is the resources, not the rows, whoever has written these: a hub that has died, or another one.
     *
     * @return those that are still on the way then
     */
    private List<String> awaitApplied(Set<String> organizations) {
        long begin = System.nanoTime();
        List<String> left = onTheWay(organizations);
        while (!left.isEmpty() && System.nanoTime() - begin < ON_THE_WAY.toNanos()) {
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            left = onTheWay(organizations);
        }
        return left;
    }

    private List<String> onTheWay(Set<String> organizations) {
        return outbox.pendingOf("Organization", Proposal.BILLING).stream()
                .filter(organizations::contains)
                .toList();
    }
}
