package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a container does at the moment, in the kubelet's words. */
sealed interface Stage {

    ContainerState toApi();

    /** Not started yet, or not again: the reason is one that people know from kubectl. */
    record Waiting(String reason, String message) implements Stage {

        static final String CREATING = "ContainerCreating";
        static final String INITIALIZING = "PodInitializing";
        static final String PULL_FAILED = "ErrImagePull";
        static final String PULL_BACK_OFF = "ImagePullBackOff";
        static final String CONFIG_MISSING = "CreateContainerConfigError";
        static final String CRASH_BACK_OFF = "CrashLoopBackOff";

        static Waiting creating() {
            return new Waiting(CREATING, "");
        }

        @Override
        public ContainerState toApi() {
            return new ContainerStateBuilder()
                    .withNewWaiting(blankToNull(message), reason)
                    .build();
        }
    }

    /** Started and not ended. */
    record Running(Instant since) implements Stage {
        @Override
        public ContainerState toApi() {
            return new ContainerStateBuilder().withNewRunning(time(since)).build();
        }
    }

    /** Ended, well with exit code 0. */
    record Terminated(int exitCode, String message, Instant startedAt, Instant finishedAt) implements Stage {

        boolean isSuccess() {
            return exitCode == 0;
        }

        @Override
        public ContainerState toApi() {
            return new ContainerStateBuilder()
                    .withNewTerminated()
                    .withExitCode(exitCode)
                    .withReason(isSuccess() ? "Completed" : "Error")
                    .withMessage(blankToNull(message))
                    .withStartedAt(time(startedAt))
                    .withFinishedAt(time(finishedAt))
                    .endTerminated()
                    .build();
        }
    }

    /** The stage that an API object tells, for a node that comes back to a pod. */
    static Stage fromApi(ContainerState state) {
        if (state.getRunning() != null) {
            return new Running(Instant.parse(state.getRunning().getStartedAt()));
        }
        if (state.getTerminated() != null) {
            return new Terminated(
                    state.getTerminated().getExitCode(),
                    nullToBlank(state.getTerminated().getMessage()),
                    Instant.parse(state.getTerminated().getStartedAt()),
                    Instant.parse(state.getTerminated().getFinishedAt()));
        }
        return Waiting.creating();
    }

    /** The API's times have whole seconds. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String blankToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String nullToBlank(String text) {
        return text == null ? "" : text;
    }
}
