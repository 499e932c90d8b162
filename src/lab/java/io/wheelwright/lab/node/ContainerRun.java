package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.wheelwright.lab.node.Stage.Running;
import io.wheelwright.lab.node.Stage.Terminated;
import io.wheelwright.lab.node.Stage.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** One container on its way through waiting, running and ended; it moves when {@link #advance} is called. */
final class ContainerRun implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ContainerRun.class);
    private static final Duration PULL_RETRY = Duration.ofSeconds(2);
    private static final Duration CRASHES_AFTER = Duration.ofMillis(500);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

    private final Container container;
    private final ContainerFate fate;
    private Stage stage = Waiting.creating();
    private Instant notBefore = Instant.MIN;
    private int restarts;
    private Terminated former;
    private boolean neverReady;
    private boolean crashedByFault;
    private RunningContainer program;

    ContainerRun(Container container, ContainerFate fate) {
        this.container = container;
        this.fate = fate;
    }

    /** Goes on where an earlier node process left off; a program that ran in that process counts as restarted. */
    void resume(ContainerStatus status, boolean hasProgram) {
        restarts = status.getRestartCount();
        Stage seen = Stage.fromApi(status.getState());
        if (seen instanceof Running && hasProgram) {
            restarts++;
        } else {
            stage = seen;
        }
    }

    /** Does what can be done now and answers when time alone will change something. */
    Optional<Instant> advance(ContainerHost host) {
        neverReady = fate.suffers(host, Fault.NEVER_READY);
        if (stage instanceof Waiting) {
            awaitStart(host);
        }
        if (stage instanceof Running running) {
            return keepRunning(running, host);
        }
        return stage instanceof Waiting && notBefore.isAfter(host.now()) ? Optional.of(notBefore) : Optional.empty();
    }

    Container container() {
        return container;
    }

    Stage stage() {
        return stage;
    }

    int restarts() {
        return restarts;
    }

    Optional<Terminated> former() {
        return Optional.ofNullable(former);
    }

    Optional<RunningContainer> program() {
        return Optional.ofNullable(program);
    }

    boolean isStarted() {
        return stage instanceof Running
                && program().map(RunningContainer::isStarted).orElse(true);
    }

    boolean isReady() {
        if (stage instanceof Terminated end) {
            return fate.isInitial() && end.isSuccess();
        }
        return isStarted()
                && !neverReady
                && program().map(RunningContainer::isReady).orElse(true);
    }

    /** Whether containers that wait for this one may go on. */
    boolean isInitialized() {
        return fate.isInitial() ? isReady() : isStarted();
    }

    void waitFor(Waiting reason) {
        if (stage instanceof Waiting) {
            stage = reason;
        }
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
            program = null;
        }
    }

    private void awaitStart(ContainerHost host) {
        boolean faultIsOver = crashedByFault && !fate.suffers(host, Fault.CRASH_LOOP);
        if (notBefore.isAfter(host.now()) && !faultIsOver && !isPullBackOffOver(host)) {
            return;
        }
        if (!host.missingVolumes().isEmpty()) {
            stage = new Waiting(Waiting.CREATING, String.join(", ", host.missingVolumes()));
        } else if (fate.suffers(host, Fault.IMAGE_PULL)) {
            failPull(host);
        } else {
            create(host);
        }
    }

    private boolean isPullBackOffOver(ContainerHost host) {
        return isPulling() && !fate.suffers(host, Fault.IMAGE_PULL);
    }

    private boolean isPulling() {
        return stage instanceof Waiting waiting
                && (waiting.reason().equals(Waiting.PULL_FAILED)
                        || waiting.reason().equals(Waiting.PULL_BACK_OFF));
    }

    private void failPull(ContainerHost host) {
        if (isPulling()) {
            stage = new Waiting(Waiting.PULL_BACK_OFF, "Back-off pulling image \"%s\"".formatted(container.getImage()));
            notBefore = Instant.MIN;
        } else {
            stage = new Waiting(
                    Waiting.PULL_FAILED,
                    "failed to pull and unpack image \"%s\": not found".formatted(container.getImage()));
            notBefore = host.now().plus(PULL_RETRY);
        }
    }

    private void create(ContainerHost host) {
        Environment environment = host.environment(container);
        if (!environment.missing().isEmpty()) {
            stage = new Waiting(Waiting.CONFIG_MISSING, String.join(", ", environment.missing()));
            return;
        }
        if (former != null) {
            restarts++;
        }
        crashedByFault = false;
        stage = new Running(host.now());
        try {
            program = fate.runsToEnd()
                    ? null
                    : host.start(container, environment.values()).orElse(null);
        } catch (IOException | RuntimeException boundary) {
            // A program that cannot start is a crashed container, as it would be in a cluster.
            LOG.warnf(boundary, "container %s did not start", container.getName());
            crash(host, String.valueOf(boundary.getMessage()));
        }
    }

    private Optional<Instant> keepRunning(Running running, ContainerHost host) {
        if (fate.suffers(host, Fault.CRASH_LOOP)) {
            Instant crash = running.since().plus(CRASHES_AFTER);
            if (crash.isAfter(host.now())) {
                return Optional.of(crash);
            }
            crash(host, "");
            crashedByFault = true;
            return stage instanceof Waiting ? Optional.of(notBefore) : Optional.empty();
        }
        if (fate.runsToEnd() && !neverReady) {
            stage = new Terminated(0, fate.lastWords(), running.since(), host.now());
        }
        return Optional.empty();
    }

    private void crash(ContainerHost host, String message) {
        Instant since = stage instanceof Running running ? running.since() : host.now();
        close();
        former = new Terminated(1, message, since, host.now());
        if (!fate.restartsAfterFailure()) {
            stage = former;
            return;
        }
        Duration backOff = backOff();
        notBefore = host.now().plus(backOff);
        stage = new Waiting(
                Waiting.CRASH_BACK_OFF,
                "back-off %ds restarting failed container=%s".formatted(backOff.toSeconds(), container.getName()));
    }

    /** Shorter than the kubelet's, which begins with 10 s and goes up to 5 min. */
    private Duration backOff() {
        Duration doubled = Duration.ofSeconds(1L << Math.min(restarts, 5));
        return doubled.compareTo(LONGEST_BACK_OFF) < 0 ? doubled : LONGEST_BACK_OFF;
    }
}
