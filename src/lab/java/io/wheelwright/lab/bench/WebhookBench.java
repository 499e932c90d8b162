package io.wheelwright.lab.bench;

import static io.wheelwright.lab.bench.Figures.seconds;

import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.lab.HubProcess;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.process.Await;
import io.wheelwright.lab.stripe.StripeLab;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/**
 * Stripe's deliveries at a steady rate, whether or not those before are answered: how long an answer takes, while what
 * follows from the events is done beside it. Each is signed anew, some come twice, and each is on disk before it is
 * answered. All customers have just taken another plan, and so something is to be written for each of them.
 */
final class WebhookBench implements AutoCloseable {

    private static final int PER_SECOND = 200;

    /** Of those who do something in {@link BillingBench}. */
    private static final int TIMES_AS_MANY = 10;

    /** Enough that a slow answer does not hold up the next delivery. */
    private static final int CONNECTIONS = 64;

    private static final double TARGET_MS = 50;

    /** The compilers get it first, and each customer has had an event by then. */
    private static final Duration SHORTEST_WARM_UP = Duration.ofSeconds(10);

    /** What the ids of those begin with that are measured. */
    private static final String IDS = "evt_bench";

    private static final String STORED = "SELECT count(*) FROM stripe_events WHERE event_id LIKE '" + IDS + "%'";
    private static final String WAITING = "SELECT count(*) FROM stripe_events WHERE state = 'pending'";
    private static final String READS = "SELECT last_value FROM stripe_reads";

    private final String database;
    private final StripeLab stripe = StripeLab.start(0, Clock.systemUTC());
    private final Payers payers = new Payers(stripe);
    private final HubSpace space;
    private final HubProcess hub;
    private final BilledCustomers customers;
    private final List<String> names;

    private WebhookBench(LabPlane plane, Path directory, String database, int count) {
        this.database = database;
        names = IntStream.range(0, count).mapToObj(i -> "customer-" + i).toList();
        space = plane.newHub("webhooks").withDatabase(database);
        customers = new BilledCustomers(plane.client(), space.fleetNamespace(), payers);
        names.forEach(customers::declare);
        names.forEach(payers::subscribe);
        hub = HubProcess.startAsShipped(space, directory, stripe.settings()).awaitReady();
    }

    static void run(LabPlane plane, Path directory, Choice choice)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        try (EmbeddedPostgres postgres = DurableDatabase.start();
                WebhookBench bench = new WebhookBench(
                        plane,
                        directory,
                        postgres.getJdbcUrl("postgres", "postgres"),
                        TIMES_AS_MANY * choice.customers())) {
            bench.measure(choice.webhooks());
        }
    }

    private void measure(Duration time) throws SQLException, InterruptedException, ExecutionException {
        awaitAllBilled(Payers.STARTER);
        awaitWorkedOff();
        Duration tenth = time.dividedBy(10);
        send(events("evt_before"), tenth.compareTo(SHORTEST_WARM_UP) < 0 ? SHORTEST_WARM_UP : tenth);
        awaitWorkedOff();
        names.forEach(name -> payers.changePlan(name, Payers.GROWTH));

        ProcessHandle server = LoadBench.serverOf(database);
        long reads = number(READS);
        Duration hubBefore = CpuTime.alone(hub.handle());
        Duration serverBefore = CpuTime.of(server);
        DeliveredEvents events = events(IDS);
        Load.Result result = send(events, time);
        long late = System.nanoTime();
        awaitWorkedOff();
        Duration left = Duration.ofNanos(System.nanoTime() - late);
        awaitAllBilled(Payers.GROWTH);
        int sent = result.nanos().length;
        Duration hubCpu = CpuTime.alone(hub.handle()).minus(hubBefore);
        Duration serverCpu = CpuTime.of(server).minus(serverBefore);

        Figures.say(
                "webhook, %d deliveries a second for %.0f s, 1 in %d for the second time, %d customers, durable",
                PER_SECOND, seconds(time), DeliveredEvents.TWICE, names.size());
        speed(result);
        Figures.print(
                "CPU a delivery, all of it",
                "%.2f ms (hub %.2f, database %.2f)",
                each(hubCpu.plus(serverCpu), sent),
                each(hubCpu, sent),
                each(serverCpu, sent));
        kept(events);
        Figures.print("worked off after the last", "%.1f s", seconds(left));
        Figures.print("deliveries a read of Stripe", "%.1f", sent / (double) (number(READS) - reads));
    }

    private void speed(Load.Result result) {
        Figures.judge(
                "deliveries/s",
                Long.toString(result.perSecond()),
                result.perSecond() >= PER_SECOND * 99 / 100,
                Integer.toString(PER_SECOND),
                "hub and load driver want more of the machine than they got");
        double p99 = result.milliseconds(0.99);
        Figures.judge(
                "p50 / p99 since due",
                Figures.of("%.1f / %.1f ms", result.milliseconds(0.5), p99),
                p99 < TARGET_MS,
                Figures.of("%.0f ms", TARGET_MS),
                "a machine that does nothing else");
        Figures.print("most since due", "%.1f ms", result.milliseconds(1));
    }

    private void kept(DeliveredEvents events) throws SQLException {
        long stored = number(STORED);
        Figures.judge(
                "events kept once",
                Long.toString(stored),
                stored == events.count(),
                Integer.toString(events.count()),
                "an answer was given that is not true");
    }

    private DeliveredEvents events(String ids) {
        return new DeliveredEvents(stripe.events(), ids, stripe.webhookSecret());
    }

    private Load.Result send(DeliveredEvents events, Duration time) throws InterruptedException, ExecutionException {
        return Load.ofRate(space.port(), CONNECTIONS, PER_SECOND, events::request)
                .run(time);
    }

    private void awaitAllBilled(String plan) {
        await("all are billed for " + plan, () -> names.stream()
                .allMatch(name -> customers.isBilled(name, plan, BillingState.active)));
    }

    private void awaitWorkedOff() {
        await("no event waits", () -> number(WAITING) == 0);
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    private static void await(String what, Condition condition) {
        boolean came = Await.until(BenchedHub.PATIENCE, () -> {
            try {
                return condition.holds();
            } catch (SQLException e) {
                throw new IllegalStateException("the database is away", e);
            }
        });
        if (!came) {
            throw new IllegalStateException("still waiting until " + what);
        }
    }

    private long number(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static double each(Duration all, int deliveries) {
        return all.toMillis() / (double) deliveries;
    }

    @Override
    public void close() {
        customers.close();
        hub.close();
        stripe.close();
    }
}
