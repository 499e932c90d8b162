package io.wheelwright.lab.bench;

import static io.wheelwright.lab.bench.Figures.seconds;

import io.wheelwright.lab.HubProcess;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.Mailbox;
import io.wheelwright.lab.process.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * Customers who sign up where addresses are not confirmed: how long one waits for the ready instance when nobody else
 * does, and how long the answer takes while several come each second and their instances are set up beside it.
 */
final class SignupBench implements AutoCloseable {

    private static final int ALONE = 20;
    private static final Duration READY_TARGET = Duration.ofSeconds(30);

    private static final int PER_SECOND = 5;
    private static final int CONNECTIONS = 10;
    private static final Duration MEASURED = Duration.ofSeconds(20);

    /** The compilers are at it when many come at once for the first time. */
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private static final double ANSWER_TARGET_MS = 500;

    /** What the hub calls them. */
    private static final String HASHING = "passwords";

    private static final double P95 = 0.95;
    private static final int FIRST_OF_WARM_UP = 1000;
    private static final int FIRST_OF_MANY = 2000;

    private final Mailbox mailbox = Mailbox.start();
    private final HubSpace space;
    private final HubProcess hub;
    private final SpokeFleet fleet;

    private SignupBench(LabPlane plane, Path directory) {
        space = plane.newHub("signups");
        hub = HubProcess.startAsShipped(space, directory, settings()).awaitReady();
        fleet = new SpokeFleet(plane.client(), space.fleetNamespace());
    }

    static void run(LabPlane plane, Path directory) throws InterruptedException, ExecutionException {
        plane.node();
        try (SignupBench bench = new SignupBench(plane, directory)) {
            bench.oneAfterTheOther();
            bench.manyAtOnce();
        }
    }

    private void oneAfterTheOther() {
        Load load = Load.ofMost(space.port(), 1, this::signup);
        List<Duration> ready = new ArrayList<>();
        for (int customer = 0; customer < ALONE; customer++) {
            int next = customer;
            long begin = System.nanoTime();
            Await.until(BenchedHub.PATIENCE, () -> isServed(load, next));
            fleet.await(customer + 1, BenchedHub.PATIENCE);
            ready.add(Duration.ofNanos(System.nanoTime() - begin));
        }
        ready.sort(null);
        Duration p95 = ready.get((int) (ALONE * P95) - 1);
        Figures.say("signup, one after the other, %d customers", ALONE);
        Figures.judge(
                "until Ready, p50 / p95",
                Figures.of("%.1f / %.1f s", seconds(ready.get(ALONE / 2)), seconds(p95)),
                p95.compareTo(READY_TARGET) <= 0,
                Figures.of("%.0f s", seconds(READY_TARGET)),
                "a machine that does nothing else");
    }

    private void manyAtOnce() throws InterruptedException, ExecutionException {
        Load.Result warmUp = manyFrom(FIRST_OF_WARM_UP).run(WARM_UP);
        fleet.await(ALONE + warmUp.nanos().length, BenchedHub.PATIENCE);
        Load.Result result = manyFrom(FIRST_OF_MANY).run(MEASURED);
        double p95 = result.milliseconds(P95);
        Figures.say("signup, %d a second, while the instances are set up", PER_SECOND);
        Figures.judge(
                "answer, p50 / p95",
                Figures.of("%.0f / %.0f ms", result.milliseconds(0.5), p95),
                p95 <= ANSWER_TARGET_MS,
                Figures.of("%.0f ms", ANSWER_TARGET_MS),
                "fewer slots (wheelwright.operations.concurrency), or more cores");
        Figures.print(
                "threads that hash passwords",
                "%d, on %d cores",
                hashing(),
                Runtime.getRuntime().availableProcessors());
    }

    private Load manyFrom(int first) {
        return Load.ofRate(space.port(), CONNECTIONS, PER_SECOND, n -> signup(first + n));
    }

    /** Threads of the hub's pool, which live on for a minute; 0 where the system does not tell. */
    private long hashing() {
        Path threads = Path.of("/proc", Long.toString(hub.handle().pid()), "task");
        if (!Files.isDirectory(threads)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(threads)) {
            return all.filter(thread -> name(thread).equals(HASHING)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException ended) {
            return "";
        }
    }

    private boolean isServed(Load load, int customer) {
        try {
            return load.isServed(customer);
        } catch (IOException notYet) {
            return false;
        }
    }

    private byte[] signup(int customer) {
        String body = """
                {"email": "customer-%d@bench.example", "password": "granite otter parcel nine", "organization_name": \
                "Customer %d"}""".formatted(customer, customer);
        return ("POST /hub/api/v1/signup HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(mailbox.settings());
        settings.put("wheelwright.hosted.enabled", "true");
        settings.put("wheelwright.hosted.verify-email", "false");
        settings.put("wheelwright.public-url", space.url().toString());
        settings.put("wheelwright.limits.trusted-proxies", "none");
        settings.put("wheelwright.limits.signup", "1000000");
        settings.put("wheelwright.limits.anonymous", "1000000");
        return settings;
    }

    @Override
    public void close() {
        fleet.close();
        hub.close();
        mailbox.close();
    }
}
