package io.wheelwright.lab.bench;

import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.process.Child;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Prints what the hub takes: heartbeats of 10 000 spokes, authenticated and durable (PostgreSQL syncs to disk here), and
 * the fleet list. A target that is missed is printed as missed.
 */
public final class HubBench {

    private static final int SPOKES = 10_000;
    private static final int CONNECTIONS = 32;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final Duration START = Duration.ofSeconds(90);

    /** A plain hub with a SELECT and an UPDATE for each heartbeat, on two cores shared with its load driver. */
    private static final double PLAIN_HUB_CPU_MS = 0.25;

    private static final double FASTER = 5;
    private static final double LIST_TARGET_MS = 10;

    private HubBench() {}

    public static void main(String[] arguments)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        Path directory = Path.of("target", "bench").toAbsolutePath();
        HubSpace plane = LabPlane.shared().newHub("bench");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            String database = postgres.getJdbcUrl("postgres", "postgres");
            ProcessHandle server = serverOf(database);
            HubSpace space = new HubSpace(
                    plane.fleetNamespace(),
                    plane.hubNamespace(),
                    plane.kubeconfig(),
                    database,
                    plane.port(),
                    plane.adminToken());
            try (Child first = hub(space, directory)) {
                first.awaitReady(START, () -> ready(space));
            }
            new Fleet(SPOKES).insert(database);
            try (Child hub = hub(space, directory)) {
                hub.awaitReady(START, () -> ready(space));
                heartbeats(space, hub.handle(), server);
                fleetList(space);
            }
        }
        System.exit(0);
    }

    private static void heartbeats(HubSpace space, ProcessHandle hub, ProcessHandle server)
            throws InterruptedException, ExecutionException {
        byte[][] requests = new byte[SPOKES][];
        for (int i = 0; i < SPOKES; i++) {
            requests[i] = heartbeat(i);
        }
        Load load = new Load(space.port(), CONNECTIONS, n -> requests[n % SPOKES]);
        load.run(WARM_UP);
        Duration hubBefore = Cpu.of(hub);
        Duration serverBefore = Cpu.of(server);
        Load.Result result = load.run(MEASURED);
        double hubMs = Cpu.of(hub).minus(hubBefore).toMillis() / (double) result.nanos().length;
        double serverMs = Cpu.of(server).minus(serverBefore).toMillis() / (double) result.nanos().length;
        double cpuMs = hubMs + serverMs;
        print("heartbeats, %d spokes, %d connections, durable", SPOKES, CONNECTIONS);
        print("  requests/s            %d", result.perSecond());
        print("  p50 / p99             %.1f / %.1f ms", result.milliseconds(0.5), result.milliseconds(0.99));
        print("  CPU a request         %.3f ms (hub %.3f, database %.3f)", cpuMs, hubMs, serverMs);
        print(
                "  against a plain hub   %.1f times as many a CPU second, target %.0f: %s",
                PLAIN_HUB_CPU_MS / cpuMs, FASTER, verdict(cpuMs <= PLAIN_HUB_CPU_MS / FASTER));
    }

    private static void fleetList(HubSpace space) throws InterruptedException, ExecutionException {
        byte[] request =
                ("GET /hub/api/v1/fleet/spokes?limit=50&cursor=5000 HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer "
                                + space.adminToken() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        Load load = new Load(space.port(), 1, n -> request);
        load.run(Duration.ofSeconds(5));
        Load.Result result = load.run(Duration.ofSeconds(10));
        double p95 = result.milliseconds(0.95);
        print("fleet list, 50 of %d", SPOKES);
        print(
                "  p50 / p95             %.1f / %.1f ms, target %.0f: %s",
                result.milliseconds(0.5), p95, LIST_TARGET_MS, verdict(p95 < LIST_TARGET_MS));
    }

    private static byte[] heartbeat(int i) {
        String body = "{\"spoke_id\":\"" + Fleet.spokeId(i)
                + "\",\"os_version\":\"1.0.0\",\"status\":\"healthy\",\"uptime_seconds\":3600,"
                + "\"usage\":{\"product_count\":12,\"user_count\":3,\"evaluation_count_24h\":40}}";
        return ("POST /hub/api/v1/heartbeat HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                        + Fleet.key(i) + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static Child hub(HubSpace space, Path directory) {
        Map<String, String> environment = new HashMap<>();
        environment.put("KUBECONFIG", space.kubeconfig().toString());
        space.settings()
                .forEach((name, value) ->
                        environment.put(name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), value));
        return Child.start(
                "hub",
                directory,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-jar",
                        Path.of("target", "quarkus-app", "quarkus-run.jar")
                                .toAbsolutePath()
                                .toString()),
                environment);
    }

    private static boolean ready(HubSpace space) {
        URI url = space.url().resolve("/q/health/ready");
        try {
            return HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The process that the backends are children of. */
    private static ProcessHandle serverOf(String database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return ProcessHandle.of(row.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow();
        }
    }

    private static String verdict(boolean met) {
        return met ? "met" : "MISSED";
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
