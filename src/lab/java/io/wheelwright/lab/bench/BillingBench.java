package io.wheelwright.lab.bench;

import static io.wheelwright.lab.bench.Figures.seconds;

import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.lab.HubProcess;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.Mailbox;
import io.wheelwright.lab.process.Await;
import io.wheelwright.lab.stripe.StripeLab;
import io.wheelwright.lab.stripe.TestCard;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What customers do at Stripe, one after the other, and how long it takes until that is in {@code spec.billing}, until an
 * instance rests or runs, and until its agent holds another license. All times begin before Stripe is asked for the
 * change, and so include the event's way to the hub. The node mounts a changed Secret at once, which a kubelet does within a
 * minute and a half; an agent fetches a license that is newer than its own with its next heartbeat.
 */
final class BillingBench implements AutoCloseable {

    private static final Duration BILLING_TARGET = Duration.ofSeconds(2);
    private static final Duration WORKLOAD_TARGET = Duration.ofSeconds(30);

    /** What an agent whose spoke is handed over is asked for, and what the hub and the node may need beside it. */
    private static final Duration LICENSE_TARGET = Duration.ofSeconds(60).plusSeconds(15);

    private static final double P95 = 0.95;
    private static final String QUIET = "a machine that does nothing else";

    private final Mailbox mailbox = Mailbox.start();
    private final StripeLab stripe = StripeLab.start(0, Clock.systemUTC());
    private final Payers payers = new Payers(stripe);
    private final HubProcess hub;
    private final BilledCustomers customers;
    private final List<String> names;
    private final Times billed = new Times();
    private final Times rested = new Times();
    private final Times resumed = new Times();
    private final Times licensed = new Times();

    private BillingBench(LabPlane plane, Path directory, int count) {
        HubSpace space = plane.newHub("billing");
        names = IntStream.range(0, count).mapToObj(i -> "customer-" + i).toList();
        stripe.registerEndpoint(space.url().resolve("/hub/api/v1/billing/webhook"));
        hub = HubProcess.startAsShipped(space, directory, settings()).awaitReady();
        customers = new BilledCustomers(plane.client(), space.fleetNamespace(), payers);
    }

    static void run(LabPlane plane, Path directory, Choice choice) {
        plane.node();
        try (BillingBench bench = new BillingBench(plane, directory, choice.customers())) {
            bench.begin();
            bench.oneAfterTheOther();
            bench.allAtOnce();
        }
    }

    /** What is seen of a change. */
    private enum Seen {
        BILLING,
        WORKLOAD,
        LICENSE
    }

    private void begin() {
        names.forEach(customers::declare);
        names.forEach(payers::subscribe);
        awaitAll(name -> customers.isBilled(name, Payers.STARTER, BillingState.active));
        names.forEach(customers::deploy);
        awaitAll(name -> customers.isReady(name, Payers.STARTER));
        awaitAll(name -> customers.isLicensed(name, Payers.STARTER, "full"));
    }

    private void oneAfterTheOther() {
        names.forEach(this::upgrade);
        awaitAll(name -> customers.isReady(name, Payers.GROWTH));
        names.forEach(name -> payers.useCard(name, TestCard.FAILS_WHEN_CHARGED));
        names.forEach(this::failToPay);
        names.forEach(name -> payers.useCard(name, TestCard.VISA));
        names.forEach(this::pay);
        Figures.say("changes at Stripe, one after the other, of %d customers with an instance each", names.size());
        judge("until spec.billing, p50 / p95", billed, billed.at(P95), BILLING_TARGET);
        judge("until suspended, p50 / most", rested, rested.longest(), WORKLOAD_TARGET);
        judge("until resumed, p50 / most", resumed, resumed.longest(), WORKLOAD_TARGET);
        judge("until licensed, p50 / most", licensed, licensed.longest(), LICENSE_TARGET);
    }

    private void upgrade(String name) {
        note(change(name, customer -> payers.changePlan(customer, Payers.GROWTH), seen(name, BillingState.active)));
    }

    private void failToPay(String name) {
        Map<Seen, BooleanSupplier> wanted = seen(name, BillingState.suspended);
        wanted.put(Seen.WORKLOAD, () -> customers.rests(name));
        Map<Seen, Duration> times = change(name, payers::buyOneMore, wanted);
        note(times);
        rested.add(times.get(Seen.WORKLOAD));
    }

    private void pay(String name) {
        Map<Seen, BooleanSupplier> wanted = seen(name, BillingState.active);
        wanted.put(Seen.WORKLOAD, () -> customers.runs(name));
        Map<Seen, Duration> times = change(name, payers::pay, wanted);
        note(times);
        resumed.add(times.get(Seen.WORKLOAD));
    }

    private Map<Seen, BooleanSupplier> seen(String name, BillingState state) {
        String access = state == BillingState.active ? "full" : "none";
        Map<Seen, BooleanSupplier> seen = new LinkedHashMap<>();
        seen.put(Seen.BILLING, () -> customers.isBilled(name, Payers.GROWTH, state));
        seen.put(Seen.LICENSE, () -> customers.isLicensed(name, Payers.GROWTH, access));
        return seen;
    }

    private static Map<Seen, Duration> change(String name, Consumer<String> what, Map<Seen, BooleanSupplier> wanted) {
        long begin = System.nanoTime();
        what.accept(name);
        return Sightings.of(begin, wanted);
    }

    private void note(Map<Seen, Duration> times) {
        billed.add(times.get(Seen.BILLING));
        licensed.add(times.get(Seen.LICENSE));
    }

    /** The worker takes one subscription after the other. */
    private void allAtOnce() {
        awaitAll(name -> customers.isReady(name, Payers.GROWTH));
        Map<String, BooleanSupplier> wanted = new LinkedHashMap<>();
        names.forEach(name -> wanted.put(name, () -> customers.isBilled(name, Payers.STARTER, BillingState.active)));
        long begin = System.nanoTime();
        names.forEach(name -> payers.changePlan(name, Payers.STARTER));
        Times times = new Times();
        Sightings.of(begin, wanted).values().forEach(times::add);
        Figures.say("%d changes of plan at once", names.size());
        Figures.print(
                "until spec.billing, p50 / last", "%.2f / %.2f s", seconds(times.at(0.5)), seconds(times.longest()));
    }

    private void awaitAll(Predicate<String> holds) {
        if (!Await.until(BenchedHub.PATIENCE, () -> names.stream().allMatch(holds))) {
            throw new IllegalStateException(
                    "still waiting for " + names.stream().filter(holds.negate()).toList());
        }
    }

    private static void judge(String name, Times times, Duration value, Duration target) {
        Figures.judge(
                name,
                Figures.of("%.2f / %.2f s", seconds(times.at(0.5)), seconds(value)),
                value.compareTo(target) <= 0,
                Figures.of("%.0f s", seconds(target)),
                QUIET);
    }

    /** All are suspended one after the other here, which is a wave to the brake. */
    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(mailbox.settings());
        settings.putAll(stripe.settings());
        settings.put("wheelwright.stripe.brake.least", "1000000");
        return settings;
    }

    @Override
    public void close() {
        customers.close();
        hub.close();
        stripe.close();
        mailbox.close();
    }
}
