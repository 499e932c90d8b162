package io.wheelwright.lab.node;

import java.net.InetSocketAddress;
import java.util.Optional;

/** A container whose program runs here, with the probes that watch it. */
final class RunningContainer implements AutoCloseable {

    private final Program.Running program;
    private final Optional<ProbeLoop> startup;
    private final Optional<ProbeLoop> readiness;
    private final Runnable closed;

    RunningContainer(
            Program.Running program, Optional<ProbeLoop> startup, Optional<ProbeLoop> readiness, Runnable closed) {
        this.program = program;
        this.startup = startup;
        this.readiness = readiness;
        this.closed = closed;
    }

    InetSocketAddress address() {
        return program.address();
    }

    boolean isStarted() {
        return startup.map(ProbeLoop::isPassing).orElse(true);
    }

    boolean isReady() {
        return isStarted() && readiness.map(ProbeLoop::isPassing).orElse(true);
    }

    @Override
    public void close() {
        startup.ifPresent(ProbeLoop::close);
        readiness.ifPresent(ProbeLoop::close);
        closed.run();
        program.close();
    }
}
