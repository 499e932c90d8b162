package io.wheelwright.spoke;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.agent.protocol.ReportedHealth;
import io.wheelwright.api.v1alpha1.Health;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.fleet.Heartbeats;
import io.wheelwright.fleet.LastHeartbeat;
import io.wheelwright.spoke.phase.Availability;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** How a spoke is, by what its agent reported last, and by whether the agent runs when it is silent. */
@ApplicationScoped
class Vitals {

    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final Heartbeats heartbeats;
    private final SpokeInformers informers;
    private final WheelwrightConfig config;
    private final Clock clock;

    Vitals(Heartbeats heartbeats, SpokeInformers informers, WheelwrightConfig config, Clock clock) {
        this.heartbeats = heartbeats;
        this.informers = informers;
        this.config = config;
        this.clock = clock;
    }

    /** Null while no agent has ever reported: then there is nothing to say. */
    Health healthOf(Spoke spoke) {
        return heartbeats
                .last(spoke.getMetadata().getUid())
                .map(last -> isOverdue(spoke) ? silent(spoke) : heard(spoke, last))
                .orElse(null);
    }

    /** While nobody could have heard it, a silent spoke stays what it was. */
    private Health heard(Spoke spoke, LastHeartbeat last) {
        boolean old = last.at().plus(config.heartbeat().silence()).isBefore(clock.instant());
        boolean known = spoke.getStatus() != null && spoke.getStatus().health() != null;
        return old && known ? spoke.getStatus().health() : reported(last.status());
    }

    /** How long until its silence says something; empty while there is nothing to wait for. */
    Optional<Duration> untilOverdue(Spoke spoke) {
        return overdueAt(spoke)
                .map(due -> Duration.between(clock.instant(), due))
                .filter(left -> !left.isNegative())
                .map(left -> left.plus(A_MOMENT));
    }

    private boolean isOverdue(Spoke spoke) {
        return overdueAt(spoke).filter(due -> due.isBefore(clock.instant())).isPresent();
    }

    private Optional<Instant> overdueAt(Spoke spoke) {
        return heartbeats.overdueAt(spoke.getMetadata().getUid());
    }

    private static Health reported(ReportedHealth status) {
        return status == ReportedHealth.HEALTHY ? Health.Healthy : Health.Degraded;
    }

    private Health silent(Spoke spoke) {
        return informers
                        .workloads(SpokeNames.of(spoke, config).namespace())
                        .filter(Vitals::isAgent)
                        .anyMatch(Availability::runs)
                ? Health.Stale
                : Health.Unreachable;
    }

    private static boolean isAgent(HasMetadata workload) {
        Map<String, String> labels = template(workload).getMetadata().getLabels();
        return labels != null && Labels.AGENT.equals(labels.get(Labels.COMPONENT));
    }

    private static PodTemplateSpec template(HasMetadata workload) {
        if (workload instanceof Deployment deployment) {
            return deployment.getSpec().getTemplate();
        }
        if (workload instanceof StatefulSet set) {
            return set.getSpec().getTemplate();
        }
        return ((DaemonSet) workload).getSpec().getTemplate();
    }
}
