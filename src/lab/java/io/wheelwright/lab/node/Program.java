package io.wheelwright.lab.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;

/** The code in a container image, run inside this JVM. */
@FunctionalInterface
interface Program {

    /**
     * Starts it with a container's environment.
     *
     * @param root what the container sees as {@code /}
     */
    Running start(Map<String, String> environment, Path root) throws IOException;

    /** A program that was started and listens. */
    interface Running extends AutoCloseable {

        InetSocketAddress address();

        @Override
        void close();
    }
}
