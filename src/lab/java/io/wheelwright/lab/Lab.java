package io.wheelwright.lab;

import io.wheelwright.lab.controlplane.Cluster;
import io.wheelwright.lab.controlplane.ControlPlane;
import io.wheelwright.lab.node.LocalNode;
import io.wheelwright.lab.process.Await;
import io.wheelwright.lab.stripe.StripeLab;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.LoggerFactory;

/**
 * The whole loop on one machine: a Kubernetes control plane, a node, PostgreSQL, a mailbox, a Stripe, and the packaged
 * hub. Runs until it is interrupted, and ends whatever it started. {@code -Dfresh} forgets what former runs kept.
 */
public final class Lab implements AutoCloseable {

    static final String EXISTING_CLUSTER = "WHEELWRIGHT_KUBECONFIG";

    /** Where it keeps its state, its logs and the file {@code env}. */
    private static final Path DIRECTORY =
            Path.of(System.getProperty("lab.directory", "target/lab")).toAbsolutePath();

    private static final Path REPOSITORY = Path.of("").toAbsolutePath();
    private static final Duration HANDOVER = Duration.ofSeconds(20);

    private final Progress progress = new Progress();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private boolean closed;

    private Lab() {}

    public static void main(String... arguments) {
        // Before any thread logs: SLF4J complains about what is logged while it looks for its backend.
        LoggerFactory.getILoggerFactory();
        Lab lab = new Lab();
        Runtime.getRuntime().addShutdownHook(new Thread(lab::close, "lab-end"));
        try {
            takeOver(Boolean.parseBoolean(System.getProperty("fresh", "false")));
            HubProcess hub = lab.start();
            hub.handle().onExit().join();
            if (!lab.isClosed()) {
                System.err.println("The hub ended. The last lines of " + hub.log() + ":\n" + hub.tail(20));
                System.exit(1);
            }
        } catch (IllegalStateException | CompletionException | UncheckedIOException e) {
            if (!lab.isClosed()) {
                System.err.println("The lab did not start: " + rootMessage(e));
                System.exit(1);
            }
        }
    }

    /** One lab at a time in a clone; what a killed one left is ended first. */
    private static void takeOver(boolean fresh) {
        Leftovers.owner(DIRECTORY).ifPresent(owner -> {
            if (!Await.until(HANDOVER, () -> !owner.isAlive())) {
                throw new IllegalStateException("another one runs here, process " + owner.pid() + "; end it first");
            }
        });
        List<String> ended = Leftovers.end(DIRECTORY);
        if (!ended.isEmpty()) {
            System.out.println("Ended what a former lab left: " + String.join(", ", ended));
        }
        if (fresh) {
            Leftovers.delete(DIRECTORY);
        }
        Leftovers.own(DIRECTORY);
    }

    private HubProcess start() {
        Environment.forget(DIRECTORY);
        LabState state = LabState.in(DIRECTORY);
        CompletableFuture<Database> database =
                CompletableFuture.supplyAsync(() -> keep(progress.time("PostgreSQL", () -> Database.start(DIRECTORY))));
        CompletableFuture<Mailbox> mailbox = CompletableFuture.supplyAsync(() -> keep(Mailbox.start()));
        CompletableFuture<Optional<Path>> kubectl = CompletableFuture.supplyAsync(() -> Kubectl.folder(progress::say));
        Cluster cluster = cluster();
        progress.time("installation", () -> new Installation(cluster).apply(REPOSITORY));
        HubSpace space = HubSpace.standard(cluster, database.join(), state.port(), state.adminToken());
        StripeLab stripe = stripe(space);
        HubProcess hub = keep(HubProcess.start(space, DIRECTORY, settings(mailbox.join(), stripe, space)));
        progress.time("hub", () -> hub.awaitReady());
        progress.time("products", () -> new Samples(cluster).applyProducts(REPOSITORY));
        Environment environment =
                new Environment(cluster.kubeconfig(), space, mailbox.join().url(), stripe, kubectl.join());
        environment.write(DIRECTORY);
        System.out.println(environment.banner(progress.total()));
        return hub;
    }

    private Cluster cluster() {
        String existing = System.getenv(EXISTING_CLUSTER);
        if (existing != null && !existing.isBlank()) {
            progress.say("using the cluster of " + existing + "; no local control plane, no local node");
            return keep(Cluster.of(Path.of(existing)));
        }
        ControlPlane plane = keep(
                progress.time("control plane", () -> ControlPlane.start(DIRECTORY, HubSpace.FLEET, progress::say)));
        keep(progress.time("node", () -> LocalNode.start(plane.client(), DIRECTORY.resolve("node"))));
        return plane.cluster();
    }

    /** Its time can be moved, the hub's cannot: deliveries are signed with the time that the hub goes by. */
    private StripeLab stripe(HubSpace space) {
        StripeLab stripe = keep(StripeLab.start(0, Clock.systemUTC()));
        stripe.deliveries().signAt(Clock.systemUTC());
        stripe.registerEndpoint(space.url().resolve("/hub/api/v1/billing/webhook"));
        return stripe;
    }

    /** Logs are for people here, and whoever signs up is believed. */
    private static Map<String, String> settings(Mailbox mailbox, StripeLab stripe, HubSpace space) {
        Map<String, String> settings = new HashMap<>(mailbox.settings());
        settings.putAll(stripe.settings());
        settings.put("quarkus.log.console.json.enabled", "false");
        settings.put("wheelwright.public-url", space.url().toString());
        settings.put("wheelwright.hosted.enabled", "true");
        settings.put("wheelwright.hosted.verify-email", "false");
        settings.put("wheelwright.hosted.product", "iot");
        settings.put("wheelwright.limits.trusted-proxies", "127.0.0.1");
        return settings;
    }

    /** Remembers a part, so that it ends with the lab; ends it at once if the lab is over. */
    private synchronized <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        if (closed) {
            close();
            throw new IllegalStateException("interrupted");
        }
        return part;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!parts.isEmpty()) {
            close(parts.pop());
        }
        if (Leftovers.owner(DIRECTORY).equals(Optional.of(ProcessHandle.current()))) {
            Environment.forget(DIRECTORY);
            Leftovers.disown(DIRECTORY);
        }
    }

    /** A part that fails to end must not keep the others running. */
    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.err.println(part.getClass().getSimpleName() + " did not end well: " + e.getMessage());
        }
    }

    private static String rootMessage(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null
                ? rootMessage(error.getCause())
                : error.getMessage();
    }
}
