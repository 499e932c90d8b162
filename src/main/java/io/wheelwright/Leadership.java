package io.wheelwright;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One hub of those that serve a fleet reconciles at a time: the holder of the lease. A restarted container goes by the
 * name of its pod and takes its own lease up again at once; a hub that stops in order gives it back.
 */
@Singleton
public class Leadership {

    /** After the reconcilers have stopped; the client is closed last of all, with the beans. */
    private static final int LATE = 10_000;

    private static final int EARLY = 1;

    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final ExecutorService executor;
    private final CompletableFuture<Void> stopping = new CompletableFuture<>();
    private final String leaseNamespace;
    private final String leaseName;
    private final String identity;
    private volatile boolean leader;

    Leadership(KubernetesClient client, ExecutorService executor, WheelwrightConfig config) {
        this.client = client;
        this.executor = executor;
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
                .withLeaderCallbacks(new LeaderCallbacks(() -> leader = true, this::lost, holder -> {}))
                .build();
    }

    /**
     * Who cannot renew its lease leads no longer. Where the API server was away, it was away for the others too: the hub
     * goes on once its lease is found untouched. Where another hub has it, this one ends, to begin anew as a follower:
     * its reconcilers cannot be stopped in another way.
     */
    private void lost() {
        leader = false;
        if (stopping.isDone()) {
            return;
        }
        Log.warnf("The lease %s/%s could not be renewed; the hub waits for the API server.", leaseNamespace, leaseName);
        while (isStillOurs()) {
            lead();
        }
        if (!stopping.isDone()) {
            Log.errorf("Another hub has the lease %s/%s; this one ends.", leaseNamespace, leaseName);
            Quarkus.asyncExit(1);
        }
    }

    /** Leads until the lease cannot be renewed, or somebody else has it. */
    private void lead() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        LeaderCallbacks callbacks = new LeaderCallbacks(() -> leader = true, () -> over.complete(null), holder -> {
            if (!identity.equals(holder)) {
                over.complete(null);
            }
        });
        CompletableFuture<?> term = new LeaderElectorBuilder(client, executor)
                .withConfig(new LeaderElectionConfig(
                        new LeaseLock(leaseNamespace, leaseName, identity),
                        LeaderElectionConfiguration.LEASE_DURATION_DEFAULT_VALUE,
                        LeaderElectionConfiguration.RENEW_DEADLINE_DEFAULT_VALUE,
                        LeaderElectionConfiguration.RETRY_PERIOD_DEFAULT_VALUE,
                        callbacks,
                        false,
                        leaseName))
                .build()
                .start();
        stopping.thenRun(() -> over.complete(null));
        over.join();
        leader = false;
        term.cancel(true);
    }

    /** Asks until there is an answer. */
    private boolean isStillOurs() {
        while (!stopping.isDone()) {
            try {
                Lease lease = client.leases()
                        .inNamespace(leaseNamespace)
                        .withName(leaseName)
                        .get();
                return lease != null && identity.equals(lease.getSpec().getHolderIdentity());
            } catch (KubernetesClientException away) {
                Log.debugf("The lease is asked for again in %s: %s", AGAIN, away.getMessage());
            }
            awaitNext();
        }
        return false;
    }

    private void awaitNext() {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                .acceptEither(stopping, over -> {})
                .join();
    }

    /** Before the reconcilers stop: the end of their election is no loss then. */
    void stop(@Observes @Priority(EARLY) ShutdownEvent event) {
        stopping.complete(null);
    }

    void giveBack(@Observes @Priority(LATE) ShutdownEvent event) {
        try {
            if (!release()) {
                release();
            }
        } catch (KubernetesClientException unreachable) {
            Log.infof("The lease %s/%s is left to expire: %s", leaseNamespace, leaseName, unreachable.getMessage());
        }
    }

    /** Says that nobody has the lease; false where the last renewal came between. */
    private boolean release() {
        Lease lease =
                client.leases().inNamespace(leaseNamespace).withName(leaseName).get();
        if (lease == null || !identity.equals(lease.getSpec().getHolderIdentity())) {
            return true;
        }
        try {
            client.resource(new LeaseBuilder(lease)
                            .editSpec()
                            .withHolderIdentity("")
                            .withLeaseDurationSeconds(1)
                            .endSpec()
                            .build())
                    .update();
            return true;
        } catch (KubernetesClientException refused) {
            if (refused.getCode() == HTTP_CONFLICT) {
                return false;
            }
            throw refused;
        }
    }
}
