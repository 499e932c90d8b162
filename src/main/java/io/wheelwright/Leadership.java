package io.wheelwright;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.UUID;

/**
 * One hub of those that serve a fleet reconciles at a time: the holder of the lease. A restarted container goes by the
 * name of its pod and takes its own lease up again at once; a hub that stops in order gives it back.
 */
@Singleton
public class Leadership {

    /** After the reconcilers have stopped; the client is closed last of all, with the beans. */
    private static final int LATE = 10_000;

    private final KubernetesClient client;
    private final String leaseNamespace;
    private final String leaseName;
    private final String identity;
    private volatile boolean leader;

    Leadership(KubernetesClient client, WheelwrightConfig config) {
        this.client = client;
        this.leaseNamespace = config.hubNamespace();
        this.leaseName = "wheelwright-" + config.namespace();
        this.identity = config.instance().orElseGet(() -> UUID.randomUUID().toString());
    }

    /** Whether this hub is the one that reconciles. */
    public boolean isLeader() {
        return leader;
    }

    @Produces
    @Singleton
    LeaderElectionConfiguration election() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(leaseName)
                .withLeaseNamespace(leaseNamespace)
                .withIdentity(identity)
                .withLeaderCallbacks(new LeaderCallbacks(() -> leader = true, () -> leader = false, holder -> {}))
                .build();
    }

    void giveBack(@Observes @Priority(LATE) ShutdownEvent event) {
        try {
            Lease lease = client.leases()
                    .inNamespace(leaseNamespace)
                    .withName(leaseName)
                    .get();
            if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
                client.resource(new LeaseBuilder(lease)
                                .editSpec()
                                .withHolderIdentity("")
                                .withLeaseDurationSeconds(1)
                                .endSpec()
                                .build())
                        .update();
            }
        } catch (KubernetesClientException unreachable) {
            Log.infof("The lease %s/%s is left to expire: %s", leaseNamespace, leaseName, unreachable.getMessage());
        }
    }
}
