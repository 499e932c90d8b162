package io.wheelwright.lab.node;

import io.wheelwright.agent.Agent;
import io.wheelwright.sample.SampleApplication;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The programs that the node can run, by the last part of the image's repository. */
record Programs(Map<String, Program> byRepositoryEnd) {

    /** Those of a spoke. */
    static Programs standard() {
        return new Programs(Map.of("agent", Programs::agent, "sample", Programs::sample));
    }

    Optional<Program> of(String image) {
        String repository = withoutTag(image);
        return Optional.ofNullable(byRepositoryEnd.get(repository.substring(repository.lastIndexOf('/') + 1)));
    }

    private static String withoutTag(String image) {
        String named = image.split("@", 2)[0];
        int colon = named.lastIndexOf(':');
        return colon > named.lastIndexOf('/') ? named.substring(0, colon) : named;
    }

    private static Program.Running agent(Map<String, String> environment, Path root) throws IOException {
        Agent agent = Agent.start(environment, root);
        return new Started(agent.address(), agent::close);
    }

    private static Program.Running sample(Map<String, String> environment, Path root) throws IOException {
        SampleApplication application = SampleApplication.start(environment, root);
        return new Started(application.address(), application::close);
    }

    private record Started(InetSocketAddress address, Runnable stop) implements Program.Running {
        @Override
        public void close() {
            stop.run();
        }
    }
}
