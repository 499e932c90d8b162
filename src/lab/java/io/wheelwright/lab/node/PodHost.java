package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the containers of one pod find, gathered from the cluster's state at one instant. */
final class PodHost implements ContainerHost {

    private final Pod pod;
    private final Instant now;
    private final Optional<Fault> fault;
    private final PodFields fields;
    private final ConfigObjects objects;
    private final PodVolumes volumes;
    private final PodDirectory directory;
    private final ClusterView view;
    private final ProgramStarter starter;
    private final Runnable changed;

    PodHost(
            Pod pod,
            String ip,
            Instant now,
            PodDirectory directory,
            ClusterView view,
            ProgramStarter starter,
            Runnable changed) {
        String namespace = pod.getMetadata().getNamespace();
        this.pod = pod;
        this.now = now;
        this.fault = Fault.of(pod, view.namespace(namespace));
        this.fields = new PodFields(pod, ip);
        this.objects = view.configOf(namespace);
        this.volumes = new PodVolumes(pod, fields, objects);
        this.directory = directory;
        this.view = view;
        this.starter = starter;
        this.changed = changed;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Optional<Fault> fault() {
        return fault;
    }

    @Override
    public List<String> missingVolumes() {
        return volumes.missing();
    }

    @Override
    public Environment environment(Container container) {
        return Environment.of(container, fields, objects);
    }

    @Override
    public Optional<RunningContainer> start(Container container, Map<String, String> environment) throws IOException {
        if (!starter.isRun(container)) {
            return Optional.empty();
        }
        volumes.make(directory, view);
        return Optional.of(starter.start(pod, container, environment, directory.root(container), changed));
    }

    /** Brings changed Secrets and ConfigMaps to programs that run already. */
    void refreshVolumes() throws IOException {
        volumes.refresh(directory);
    }
}
