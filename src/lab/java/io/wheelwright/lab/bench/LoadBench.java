package io.wheelwright.lab.bench;

import io.wheelwright.lab.HubProcess;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * What a hub of 10 000 spokes takes: heartbeats, authenticated and durable (PostgreSQL syncs to disk here), and the
 * fleet list.
 */
final class LoadBench {

    private static final int SPOKES = 10_000;
    private static final int CONNECTIONS = 32;
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final Duration LISTING = Duration.ofSeconds(10);

    /** The compilers need minutes on a busy machine: the warm-up lasts until a request costs what it did before. */
    private static final Duration ROUND = Duration.ofSeconds(10);

    private static final int MOST_ROUNDS = 12;
    private static final double STEADY = 1.03;

    /** A plain hub with a SELECT and an UPDATE for each heartbeat, on two cores shared with its load driver. */
    private static final double PLAIN_HUB_CPU_MS = 0.25;

    /** A spoke reports more often here than any agent does. */
    private static final Map<String, String> UNLIMITED = Map.of("wheelwright.limits.heartbeat", "1000000");

    private static final double FASTER = 5;
    private static final double LIST_TARGET_MS = 10;

    private final HubSpace space;
    private final ProcessHandle hub;
    private final ProcessHandle server;

    private LoadBench(HubSpace space, ProcessHandle hub, ProcessHandle server) {
        this.space = space;
        this.hub = hub;
        this.server = server;
    }

    static void run(LabPlane plane, Path directory, Choice choice)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            String database = postgres.getJdbcUrl("postgres", "postgres");
            HubSpace space = plane.newHub("load").withDatabase(database);
            try (HubProcess migrating = HubProcess.start(space, directory, Map.of())) {
                migrating.awaitReady();
            }
            new Fleet(SPOKES).insert(database);
            try (HubProcess hub =
                    HubProcess.startAsShipped(space, directory, UNLIMITED).awaitReady()) {
                LoadBench bench = new LoadBench(space, hub.handle(), serverOf(database));
                if (choice.has("heartbeats")) {
                    bench.heartbeats();
                }
                if (choice.has("list")) {
                    bench.fleetList();
                }
            }
        }
    }

    private void heartbeats() throws InterruptedException, ExecutionException {
        byte[][] requests = new Fleet(SPOKES).heartbeats();
        Load load = Load.ofMost(space.port(), CONNECTIONS, n -> requests[n % SPOKES]);
        warmUp(load);
        Cost cost = measure(load, MEASURED);
        double target = PLAIN_HUB_CPU_MS / FASTER;
        Figures.say("heartbeats, %d spokes, %d connections, durable", SPOKES, CONNECTIONS);
        Figures.print("requests/s", "%d", cost.load().perSecond());
        Figures.print(
                "p50 / p99",
                "%.1f / %.1f ms",
                cost.load().milliseconds(0.5),
                cost.load().milliseconds(0.99));
        Figures.print("CPU a request", "%.4f ms (hub %.4f, database %.4f)", cost.ms(), cost.hubMs(), cost.serverMs());
        Figures.judge(
                "against a plain hub",
                Figures.of("%.1f times as many a CPU second", PLAIN_HUB_CPU_MS / cost.ms()),
                cost.ms() <= target,
                Figures.of("%.0f", FASTER),
                Figures.of("a request would have to cost %.4f ms less", cost.ms() - target));
    }

    private void warmUp(Load load) throws InterruptedException, ExecutionException {
        double before = Double.MAX_VALUE;
        double now = measure(load, ROUND).ms();
        for (int round = 1; round < MOST_ROUNDS && now * STEADY < before; round++) {
            before = now;
            now = measure(load, ROUND).ms();
        }
    }

    private void fleetList() throws InterruptedException, ExecutionException {
        byte[] request =
                ("GET /hub/api/v1/fleet/spokes?limit=50&cursor=5000 HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer "
                                + space.adminToken() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        Load load = Load.ofMost(space.port(), 1, n -> request);
        warmUp(load);
        Cost cost = measure(load, LISTING);
        double p95 = cost.load().milliseconds(0.95);
        Figures.say("fleet list, 50 of %d", SPOKES);
        Figures.print("CPU a request", "%.2f ms (hub %.2f, database %.2f)", cost.ms(), cost.hubMs(), cost.serverMs());
        Figures.judge(
                "p50 / p95",
                Figures.of("%.1f / %.1f ms", cost.load().milliseconds(0.5), p95),
                p95 < LIST_TARGET_MS,
                Figures.of("%.0f ms", LIST_TARGET_MS),
                "it takes a machine that does nothing else, or less CPU a request");
    }

    /** What a load cost the hub and its database. */
    private record Cost(Load.Result load, Duration hub, Duration server) {

        double hubMs() {
            return each(hub);
        }

        double serverMs() {
            return each(server);
        }

        double ms() {
            return each(hub.plus(server));
        }

        private double each(Duration all) {
            return all.toMillis() / (double) load.nanos().length;
        }
    }

    private Cost measure(Load load, Duration time) throws InterruptedException, ExecutionException {
        Duration hubBefore = CpuTime.of(hub);
        Duration serverBefore = CpuTime.of(server);
        Load.Result result = load.run(time);
        return new Cost(
                result, CpuTime.of(hub).minus(hubBefore), CpuTime.of(server).minus(serverBefore));
    }

    /** The process that the backends are children of. */
    static ProcessHandle serverOf(String database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return ProcessHandle.of(row.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow();
        }
    }
}
