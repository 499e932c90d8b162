package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** Starts the programs of containers on loopback ports, with their environment made to fit this machine. */
final class ProgramStarter {

    private static final String LISTEN = "WHEELWRIGHT_LISTEN";
    private static final String ANY_LOOPBACK_PORT = "127.0.0.1:0";

    private final Programs programs;
    private final ServiceRouter router;
    private final Backends backends;
    private final ScheduledExecutorService executor;
    private final HttpClient probes;

    ProgramStarter(Programs programs, ServiceRouter router, Backends backends, ScheduledExecutorService executor) {
        this.programs = programs;
        this.router = router;
        this.backends = backends;
        this.executor = executor;
        this.probes = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(1))
                .executor(executor)
                .build();
    }

    boolean isRun(Container container) {
        return programs.of(container.getImage()).isPresent();
    }

    /**
     * Starts a container's program.
     *
     * @param changed is called when a probe begins or ceases to pass
     */
    RunningContainer start(Pod pod, Container container, Map<String, String> environment, Path root, Runnable changed)
            throws IOException {
        Program program = programs.of(container.getImage()).orElseThrow();
        Program.Running running = program.start(local(pod, environment), root);
        try {
            RunningContainer watched = watch(pod, container, running, changed);
            backends.add(pod, container, running.address());
            return watched;
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
    }

    private RunningContainer watch(Pod pod, Container container, Program.Running running, Runnable changed) {
        Optional<ProbeLoop> startup = http(container.getStartupProbe())
                .map(probe -> ProbeLoop.untilSuccess(probes, executor, probe, running.address(), changed));
        Optional<ProbeLoop> readiness = http(container.getReadinessProbe())
                .map(probe -> ProbeLoop.forEver(probes, executor, probe, running.address(), changed));
        return new RunningContainer(running, startup, readiness, () -> backends.remove(pod, container));
    }

    private Map<String, String> local(Pod pod, Map<String, String> environment) {
        Map<String, String> local = new LinkedHashMap<>();
        environment.forEach((name, value) ->
                local.put(name, router.rewrite(pod.getMetadata().getNamespace(), value)));
        local.put(LISTEN, ANY_LOOPBACK_PORT);
        return local;
    }

    /** Probes of other kinds count as passed: they ask for commands and ports of a real container. */
    private static Optional<Probe> http(Probe probe) {
        return Optional.ofNullable(probe).filter(wanted -> wanted.getHttpGet() != null);
    }
}
