package io.wheelwright.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A spoke's agent. It reports to the hub at the pace the hub asks for, keeps the spoke's identity and license, and tells
 * the application what it may do. One thread does all of that; a few more, started when needed, answer requests and install
 * packs.
 *
 * <p>The environment that it reads is described in {@code helm/spoke/README.md}.
 */
public final class Agent implements AutoCloseable {
    static final String VERSION = "0.1.0";

    private static final String ONE_LINE_EACH = "%1$tFT%1$tT%1$tz %4$s %5$s%6$s%n";
    private static final Duration LICENSE_WATCH = Duration.ofSeconds(5);
    private static final Duration AFTER_A_SURPRISE = Duration.ofSeconds(30);
    private static final Duration PACK_DEADLINE = Duration.ofMinutes(10);

    private final Licenses licenses;
    private final AccessFile accessFile;
    private final Rhythm rhythm;
    private final AgentEndpoints endpoints;
    private final AgentJournal journal;
    private final ScheduledExecutorService thread;
    private final ExecutorService packWorker;

    private Agent(AgentSettings settings, Clock clock) throws IOException {
        SpokeIdentity identity = SpokeIdentity.of(settings);
        SplittableRandom random = new SplittableRandom();
        AgentStatus status = new AgentStatus(clock);
        Supplier<ApplicationReport> application = settings.application()
                .map(Application::new)
                .<Supplier<ApplicationReport>>map(present -> present::report)
                .orElse(ApplicationReport::uncounted);
        HubClient hub = new HubClient(settings.hub(), settings.spokeId(), settings.keyFile(), clock);

        ThreadFactory threads = daemons("agent-" + settings.spokeId());
        thread = Executors.newSingleThreadScheduledExecutor(threads);
        packWorker = onDemand(threads);
        journal = new AgentJournal(settings.spokeId());
        Packs packs = new Packs(
                new PackStore(settings.dataDirectory()),
                new PackDownload(settings.packLimit(), PACK_DEADLINE),
                journal,
                clock);
        PackErrand packErrand = new PackErrand(packs, packWorker, this::tellAtOnce, journal);
        licenses = new Licenses(
                new LicenseVerifier(settings.spokeId()), settings.licenseDirectory(), settings.dataDirectory(), clock);
        accessFile = new AccessFile(settings.sharedDirectory());
        accessFile.update(licenses.access());
        UsageReports usageReports = new UsageReports(settings.dataDirectory());
        UsageBook usage = new UsageBook(settings.dataDirectory(), settings.spokeId(), usageReports, journal, clock);
        Errands errands = new Errands(
                hub,
                identity.registration(),
                packs,
                packErrand,
                licenses,
                new LicenseRenewal(clock, random),
                new UsageErrand(usageReports, settings.spokeId(), journal, clock),
                status,
                journal);
        Heart heart = new Heart(
                hub,
                new SpokeReport(settings, application, usage, packs, status),
                errands,
                status,
                new Pace(random),
                journal);

        rhythm = new Rhythm(thread, heart::beat, AFTER_A_SURPRISE, clock, journal);
        endpoints = new AgentEndpoints(settings.listen(), threads);
        endpoints.didDocument(identity.document());
        endpoints.access(licenses::access);
        endpoints.limits(licenses::access);
        endpoints.metrics(new AgentMetrics(status, licenses::access));
        endpoints.health(rhythm::isAlive);
    }

    /**
     * Starts an agent. It returns at once, whether or not the hub can be reached.
     *
     * @param env the environment
     * @param root what the paths of the environment are resolved below: {@code /} in a container
     * @throws IOException when the spoke's own files cannot be read or written, or the port is taken
     */
    public static Agent start(Map<String, String> env, Path root) throws IOException {
        return start(env, root, Clock.systemUTC());
    }

    /** Starts an agent that lives by the given clock. */
    public static Agent start(Map<String, String> env, Path root, Clock clock) throws IOException {
        Agent agent = new Agent(new AgentSettings(env, root), clock);
        agent.begin();
        return agent;
    }

    /** Where the agent listens. */
    public InetSocketAddress address() {
        return endpoints.address();
    }

    @Override
    public void close() {
        endpoints.close();
        thread.shutdownNow();
        packWorker.shutdownNow();
        try {
            thread.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs as a process of its own until it is told to stop. */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.setProperty("java.util.logging.SimpleFormatter.format", ONE_LINE_EACH);
        Agent agent = start(System.getenv(), Path.of("/"));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            agent.close();
            stopped.countDown();
        }));
        stopped.await();
    }

    private void begin() {
        thread.execute(endpoints::start);
        rhythm.begin();
        thread.scheduleWithFixedDelay(
                this::watchLicense, LICENSE_WATCH.toMillis(), LICENSE_WATCH.toMillis(), TimeUnit.MILLISECONDS);
        journal.info("listening on " + address());
    }

    /** Boundary: a surprise is logged and the next look comes all the same. */
    private void watchLicense() {
        try {
            licenses.reload();
            accessFile.update(licenses.access());
            journal.well("license files");
        } catch (IOException e) {
            journal.trouble("license files", e.toString());
        } catch (RuntimeException | Error e) {
            journal.surprise("the license files could not be looked at", e);
        }
    }

    /** The hub learns at once of what was installed. */
    private void tellAtOnce() {
        rhythm.soon();
    }

    /** A thread that is there only while it has something to do. Once it is shut down it takes nothing more. */
    private static ExecutorService onDemand(ThreadFactory threads) {
        var pool = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                threads,
                new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
