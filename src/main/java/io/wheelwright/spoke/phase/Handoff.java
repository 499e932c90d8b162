package io.wheelwright.spoke.phase;

import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.billing.Subscriptions;
import io.wheelwright.mail.Mails;
import io.wheelwright.spoke.Scope;
import io.wheelwright.spoke.tenancy.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Hands the instance over to the customer, once: marks the start on the organization's subscription and sends the
 * mail that the instance is ready. Both are keyed by the birth id, so that a repeated visit does neither twice.
 */
@ApplicationScoped
class Handoff implements SpokePhase {

    private static final Duration RECHECK = Duration.ofSeconds(30);

    private final Tenancy tenancy;
    private final Subscriptions subscriptions;
    private final Mails mails;
    private final Clock clock;

    Handoff(Tenancy tenancy, Subscriptions subscriptions, Mails mails, Clock clock) {
        this.tenancy = tenancy;
        this.subscriptions = subscriptions;
        this.mails = mails;
        this.clock = clock;
    }

    @Override
    public Phase name() {
        return Phase.Handoff;
    }

    @Override
    public Outcome visit(Scope scope) {
        if (scope.findings().handedOffAt().isPresent()) {
            return Outcome.DONE;
        }
        if (!scope.mayRun()) {
            return Outcome.waiting(
                    scope.entitlement().reason(), scope.entitlement().message(), RECHECK);
        }
        String birthId = tenancy.birthId(scope);
        String organizationUid = scope.organization().getMetadata().getUid();
        subscriptions.start(
                organizationUid,
                scope.organizationId(),
                scope.uid(),
                birthId,
                scope.spoke().getSpec().productRef(),
                scope.plan().id(),
                scope.billing());
        mails.enqueue(
                organizationUid,
                InstanceReady.KIND,
                birthId,
                recipient(scope),
                Map.of("url", scope.names().url()));
        scope.findings().handedOff(clock.instant().truncatedTo(ChronoUnit.SECONDS));
        return Outcome.DONE;
    }

    private static String recipient(Scope scope) {
        String admin = scope.spoke().getSpec().adminEmail();
        return admin == null ? scope.organization().getSpec().contactEmail() : admin;
    }
}
