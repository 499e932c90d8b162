package io.wheelwright.lab;

import io.wheelwright.lab.process.Child;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The packaged hub, unchanged, as a process that can be killed. Its output is in {@code hub.log}. */
public final class HubProcess implements AutoCloseable {

    static final String NAME = "hub";

    private static final Duration START = Duration.ofSeconds(90);
    private static final Path PACKAGE = Path.of("target", "quarkus-app", "quarkus-run.jar");

    /**
     * What the chart of the hub gives its JVM: a heap that is no larger than what lives in it asks for, and memory of the
     * compilers that goes back to the system. A JVM that cannot do the latter ignores it.
     */
    public static final List<String> SHIPPED = List.of(
            "-XX:+UseSerialGC",
            "-Xms64m",
            "-Xmx256m",
            "-XX:MinHeapFreeRatio=20",
            "-XX:MaxHeapFreeRatio=40",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:TrimNativeHeapInterval=30000");

    /**
     * A hub of minutes does not earn what the second compiler costs; and what it loads at its start needs no full collection
     * each time its metadata has grown by a half.
     */
    private static final List<String> SHORT_LIVED =
            List.of("-XX:+UseSerialGC", "-Xmx256m", "-XX:MetaspaceSize=192m", "-XX:TieredStopAtLevel=1");

    private final HubSpace space;
    private final Path directory;
    private final Map<String, String> settings;
    private final List<String> jvm;
    private final boolean learns;
    private final HubArchive archive;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private volatile Child process;
    private volatile boolean learning;

    private HubProcess(HubSpace space, Path directory, Map<String, String> settings, List<String> jvm, boolean learns) {
        this.space = space;
        this.directory = directory.toAbsolutePath();
        this.settings = settings;
        this.jvm = jvm;
        this.learns = learns;
        this.archive = new HubArchive(PACKAGE, this.directory);
    }

    /** Starts a hub in its space; {@code settings} win over those of the space. It is not ready yet. */
    public static HubProcess start(HubSpace space, Path directory, Map<String, String> settings) {
        return start(space, directory, settings, SHORT_LIVED, false);
    }

    /** Where the package is new, has {@code lesson} start and close a hub that learns: one process does so, and once. */
    public static void learnOnce(Runnable lesson) {
        new HubArchive(PACKAGE, PACKAGE.toAbsolutePath().getParent()).makeOnce(lesson);
    }

    /** The same; where its package is new, it takes longer to {@link #close} it, and less to start those after it. */
    public static HubProcess startAndLearn(HubSpace space, Path directory, Map<String, String> settings) {
        return start(space, directory, settings, SHORT_LIVED, true);
    }

    /** Starts a hub with the JVM's options that ship. */
    public static HubProcess startAsShipped(HubSpace space, Path directory, Map<String, String> settings) {
        return start(space, directory, settings, SHIPPED, false);
    }

    private static HubProcess start(
            HubSpace space, Path directory, Map<String, String> settings, List<String> jvm, boolean learns) {
        Map<String, String> all = new HashMap<>(space.settings());
        all.putAll(settings);
        HubProcess hub = new HubProcess(space, directory, all, jvm, learns);
        hub.start();
        return hub;
    }

    public HubSpace space() {
        return space;
    }

    public Path log() {
        return process.log();
    }

    /** The last lines of its log. */
    public String tail(int lines) {
        return process.tail(lines);
    }

    public ProcessHandle handle() {
        return process.handle();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it answers that it is ready. */
    public HubProcess awaitReady() {
        process.awaitReady(START, () -> answers("/q/health/ready"));
        return this;
    }

    /** Ends it as a crash would: SIGKILL. */
    public void kill() {
        process.kill();
    }

    /** Starts it again in its place, with what it left there. */
    public HubProcess start() {
        if (!Files.exists(PACKAGE)) {
            throw new IllegalStateException("no packaged hub in " + PACKAGE + "; make it: ./mvnw package -DskipTests");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        learning = learns && archive.isWanted();
        if (learning) {
            command.addAll(archive.toLearn());
        } else if (jvm.equals(SHORT_LIVED)) {
            command.addAll(archive.toUse());
        }
        command.addAll(List.of("-jar", PACKAGE.toAbsolutePath().toString()));
        process = Child.start(NAME, directory, command, environment());
        return this;
    }

    @Override
    public void close() {
        if (learning) {
            archive.takeFrom(process);
        } else {
            process.close();
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("KUBECONFIG", space.kubeconfig().toString());
        settings.forEach((name, value) ->
                environment.put(name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), value));
        return environment;
    }

    private boolean answers(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(space.url().resolve(path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
