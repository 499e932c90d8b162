package io.wheelwright.lab.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.wheelwright.lab.node.Stage.Running;
import io.wheelwright.lab.node.Stage.Terminated;
import io.wheelwright.lab.node.Stage.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerRunTest {

    private final Host host = new Host();

    @Test
    void aServiceRunsAndIsReady() {
        ContainerRun run = container("Always");
        assertThat(run.advance(host)).isEmpty();
        assertThat(run.stage()).isEqualTo(new Running(host.now));
        assertThat(run.isReady()).isTrue();
    }

    @Test
    void aTaskEndsWithItsLastWords() {
        ContainerRun run = container("Never");
        run.advance(host);
        assertThat(run.stage()).isEqualTo(new Terminated(0, "done", host.now, host.now));
    }

    @Test
    void aTaskThatIsNeverReadyNeverEnds() {
        host.fault = Fault.NEVER_READY;
        ContainerRun run = container("OnFailure");
        run.advance(host);
        assertThat(run.stage()).isInstanceOf(Running.class);
        assertThat(run.isReady()).isFalse();
    }

    @Test
    void waitsForVolumesFirstAndThenForItsEnvironment() {
        host.missingVolumes = List.of("secret \"a\" not found");
        host.missingVariables = List.of("secret \"b\" not found");
        ContainerRun run = container("Always");
        run.advance(host);
        assertThat(run.stage()).isEqualTo(new Waiting("ContainerCreating", "secret \"a\" not found"));

        host.missingVolumes = List.of();
        run.advance(host);
        assertThat(run.stage()).isEqualTo(new Waiting("CreateContainerConfigError", "secret \"b\" not found"));
    }

    @Test
    void anImageThatCannotBePulledIsTriedOnceMoreAndThenWaitedFor() {
        host.fault = Fault.IMAGE_PULL;
        ContainerRun run = container("Always");
        Instant retry = run.advance(host).orElseThrow();
        assertThat(((Waiting) run.stage()).reason()).isEqualTo("ErrImagePull");

        host.now = retry;
        assertThat(run.advance(host)).isEmpty();
        assertThat(((Waiting) run.stage()).reason()).isEqualTo("ImagePullBackOff");

        host.fault = null;
        run.advance(host);
        assertThat(run.stage()).isInstanceOf(Running.class);
        assertThat(run.restarts()).isZero();
    }

    @Test
    void crashesLessAndLessOften() {
        host.fault = Fault.CRASH_LOOP;
        ContainerRun run = container("Always");
        Duration former = Duration.ZERO;
        for (int restart = 0; restart < 4; restart++) {
            host.now = run.advance(host).orElseThrow();
            assertThat(run.restarts()).isEqualTo(restart);
            Instant again = run.advance(host).orElseThrow();
            assertThat(((Waiting) run.stage()).reason()).isEqualTo("CrashLoopBackOff");
            assertThat(run.former().orElseThrow().exitCode()).isEqualTo(1);
            assertThat(Duration.between(host.now, again)).isGreaterThan(former);
            former = Duration.between(host.now, again);
            host.now = again;
        }
    }

    @Test
    void runsAtOnceWhenTheFaultIsOver() {
        host.fault = Fault.CRASH_LOOP;
        ContainerRun run = container("Always");
        host.now = run.advance(host).orElseThrow();
        run.advance(host);

        host.fault = null;
        run.advance(host);
        assertThat(run.stage()).isInstanceOf(Running.class);
        assertThat(run.restarts()).isEqualTo(1);
    }

    @Test
    void aTaskThatMayNotBeRestartedFails() {
        host.fault = Fault.CRASH_LOOP;
        ContainerRun run = container("Never");
        host.now = run.advance(host).orElseThrow();
        run.advance(host);
        assertThat(run.stage()).isEqualTo(run.former().orElseThrow());
    }

    @Test
    void aProgramThatDoesNotStartIsACrash() {
        host.startFailure = new IOException("no key file");
        ContainerRun run = container("Always");
        assertThat(run.advance(host)).isPresent();
        assertThat(run.stage()).isInstanceOf(Waiting.class);
        assertThat(run.former().orElseThrow().message()).isEqualTo("no key file");
    }

    private static ContainerRun container(String restartPolicy) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .addToAnnotations(ContainerFate.TERMINATION_MESSAGE, "done")
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy(restartPolicy)
                .endSpec()
                .build();
        Container container = new ContainerBuilder()
                .withName("main")
                .withImage("example.test/main:1")
                .build();
        return new ContainerRun(container, ContainerFate.ofMain(pod));
    }

    private static final class Host implements ContainerHost {

        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private Fault fault;
        private List<String> missingVolumes = List.of();
        private List<String> missingVariables = List.of();
        private IOException startFailure;

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public Optional<Fault> fault() {
            return Optional.ofNullable(fault);
        }

        @Override
        public List<String> missingVolumes() {
            return missingVolumes;
        }

        @Override
        public Environment environment(Container container) {
            return new Environment(Map.of(), missingVariables);
        }

        @Override
        public Optional<RunningContainer> start(Container container, Map<String, String> environment)
                throws IOException {
            if (startFailure != null) {
                throw startFailure;
            }
            return Optional.empty();
        }
    }
}
