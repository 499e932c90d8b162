package io.wheelwright.lab.controlplane;

import io.wheelwright.lab.process.Child;
import io.wheelwright.lab.process.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A server that takes the requests of Stripe's specification, with a made-up answer, and refuses what it does not name or
 * what is of another type, with 400. It keeps nothing.
 */
public final class StripeMock implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final Duration START = Duration.ofSeconds(60);

    private final Child process;
    private final int port;

    private StripeMock(Child process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one, which needs Go where it was never built on this machine.
     *
     * @param directory where its log goes
     */
    public static StripeMock start(Path directory, Consumer<String> progress) {
        Path program = Binaries.ofMachine(progress).find(Program.STRIPE_MOCK);
        int port = Ports.free();
        Child process = Child.start(
                Program.STRIPE_MOCK.file(),
                directory,
                List.of(program.toString(), "-address", HOST + ":" + port),
                Map.of());
        StripeMock mock = new StripeMock(process, port);
        try {
            process.awaitReady(START, () -> !Ports.isFree(port));
            return mock;
        } catch (RuntimeException e) {
            mock.close();
            throw e;
        }
    }

    /** The base of its API, without a slash at the end. */
    public URI url() {
        return URI.create("http://" + HOST + ":" + port);
    }

    @Override
    public void close() {
        process.close();
    }
}
