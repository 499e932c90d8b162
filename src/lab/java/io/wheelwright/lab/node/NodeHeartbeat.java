package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** The Node object and its Lease, kept fresh so that nobody takes the node for dead and evicts its pods. */
final class NodeHeartbeat {

    static final Duration PACE = Duration.ofSeconds(10);
    static final Map<String, String> LABELS = Map.of(
            "kubernetes.io/hostname", NodeIdentity.NAME,
            "kubernetes.io/os", "linux",
            "kubernetes.io/arch", "amd64");

    private static final Logger LOG = Logger.getLogger(NodeHeartbeat.class);
    private static final Duration CONDITIONS_PACE = Duration.ofMinutes(5);
    private static final Duration TAKEN_FOR_DEAD = Duration.ofSeconds(40);
    private static final String MANAGER = "local-node";
    private static final Map<String, Quantity> CAPACITY = Map.of(
            "cpu", new Quantity("4096"),
            "memory", new Quantity("16Ti"),
            "ephemeral-storage", new Quantity("100Ti"),
            "pods", new Quantity("10000"));

    private final KubernetesClient client;
    private final Clock clock;
    private Instant lastBeat = Instant.MIN;
    private Instant lastReport = Instant.MIN;

    NodeHeartbeat(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Makes the node if there is none, and says that it is ready. */
    void register() {
        Node node = new NodeBuilder()
                .withNewMetadata()
                .withName(NodeIdentity.NAME)
                .withLabels(LABELS)
                .endMetadata()
                .build();
        client.resource(node).patch(apply());
        lastBeat = clock.instant();
        lastReport = lastBeat;
        reportReady();
    }

    /** Renews the lease; after a pause in which the node was taken for dead, as with a laptop asleep, also the node. */
    void beat() {
        Instant now = clock.instant();
        boolean pausedTooLong = lastBeat.plus(TAKEN_FOR_DEAD).isBefore(now);
        try {
            renewLease(now);
            if (pausedTooLong || lastReport.plus(CONDITIONS_PACE).isBefore(now)) {
                register();
            }
            lastBeat = now;
        } catch (KubernetesClientException e) {
            LOG.warnf("the node's lease was not renewed: %s", e.getMessage());
        }
    }

    private void renewLease(Instant now) {
        Lease lease = new LeaseBuilder()
                .withNewMetadata()
                .withName(NodeIdentity.NAME)
                .withNamespace("kube-node-lease")
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(NodeIdentity.NAME)
                .withLeaseDurationSeconds((int) TAKEN_FOR_DEAD.toSeconds())
                .withRenewTime(now.truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC))
                .endSpec()
                .build();
        client.resource(lease).patch(apply());
    }

    private void reportReady() {
        Node status = new NodeBuilder()
                .withNewMetadata()
                .withName(NodeIdentity.NAME)
                .endMetadata()
                .withNewStatus()
                .withCapacity(CAPACITY)
                .withAllocatable(CAPACITY)
                .addNewAddress(NodeIdentity.ADDRESS, "InternalIP")
                .addNewAddress(NodeIdentity.NAME, "Hostname")
                .withConditions(List.of(
                        condition("Ready", "True", "KubeletReady", "the local node runs pods"),
                        condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "enough memory"),
                        condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "enough disk"),
                        condition("PIDPressure", "False", "KubeletHasSufficientPID", "enough process ids")))
                .withNewNodeInfo()
                .withArchitecture("amd64")
                .withOperatingSystem("linux")
                .withOsImage("Wheelwright lab")
                .withContainerRuntimeVersion("lab://1")
                .withKubeletVersion(client.getKubernetesVersion().getGitVersion())
                .withKubeProxyVersion("")
                .withKernelVersion("")
                .withBootID("")
                .withMachineID("")
                .withSystemUUID("")
                .endNodeInfo()
                .endStatus()
                .build();
        client.resource(status).subresource("status").patch(apply());
    }

    private NodeCondition condition(String type, String status, String reason, String message) {
        String now = Stage.time(lastReport);
        return new NodeCondition(now, now, message, reason, status, type);
    }

    private static PatchContext apply() {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(MANAGER)
                .withForce(true)
                .build();
    }
}
