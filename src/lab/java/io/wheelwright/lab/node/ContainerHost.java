package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a pod's containers find around them at one instant. */
interface ContainerHost {

    Instant now();

    Optional<Fault> fault();

    /** What the pod's volumes need and nobody has made yet. */
    List<String> missingVolumes();

    Environment environment(Container container);

    /** Starts the container's program; empty for an image that is only pretended to run. */
    Optional<RunningContainer> start(Container container, Map<String, String> environment) throws IOException;
}
