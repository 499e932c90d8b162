package io.wheelwright.lab.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.lab.AuditLog;
import io.wheelwright.lab.HubProcess;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.process.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A hub that is measured, and its fleet. Closing removes the fleet, so that the next one has the machine for itself. */
record BenchedHub(
        LabPlane plane, HubSpace space, AuditLog audit, HubProcess hub, Usage usage, SpokeFleet fleet, int spokes)
        implements AutoCloseable {

    /** As long as 200 spokes may take on a machine that does much else. */
    static final Duration PATIENCE = Duration.ofMinutes(20);

    static BenchedHub start(LabPlane plane, AuditLog audit, Path directory, int slots, int spokes) {
        plane.node();
        HubSpace space = plane.newHub("slots-" + slots);
        HubProcess hub = HubProcess.startAsShipped(
                        space, directory, Map.of("wheelwright.operations.concurrency", Integer.toString(slots)))
                .awaitReady();
        SpokeFleet fleet = new SpokeFleet(plane.client(), space.fleetNamespace());
        return new BenchedHub(plane, space, audit, hub, new Usage(plane, hub), fleet, spokes);
    }

    @Override
    public void close() {
        hub.close();
        fleet.close();
        KubernetesClient admin = plane.client();
        admin.namespaces().withLabel(Labels.FLEET, space.fleetNamespace()).delete();
        Await.until(PATIENCE, () -> admin.namespaces()
                .withLabel(Labels.FLEET, space.fleetNamespace())
                .list()
                .getItems()
                .isEmpty());
    }
}
