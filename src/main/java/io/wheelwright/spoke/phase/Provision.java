package io.wheelwright.spoke.phase;

import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.api.v1alpha1.ReleaseStatus;
import io.wheelwright.operation.Slots;
import io.wheelwright.product.Snapshots;
import io.wheelwright.release.ReleaseException;
import io.wheelwright.release.ReleaseRecord;
import io.wheelwright.release.ReleaseRequest;
import io.wheelwright.release.Releases;
import io.wheelwright.spoke.Scope;
import io.wheelwright.spoke.Verified;
import io.wheelwright.spoke.tenancy.Equipment;
import io.wheelwright.spoke.tenancy.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/**
 * Puts the guard rails up, sees that they hold, equips the namespace with its secrets, and only then brings the first
 * workload: the Helm release in the desired chart version and with the desired values. Helm's work takes a slot.
 */
@ApplicationScoped
class Provision implements SpokePhase {

    private static final int ATTEMPTS = 3;
    private static final Duration GUARD_RAILS = Duration.ofSeconds(2);
    private static final Duration IN_LINE = Duration.ofSeconds(30);

    private final Tenancy tenancy;
    private final Equipment equipment;
    private final DesiredRelease desired;
    private final Releases releases;
    private final Slots slots;
    private final Verified verified;
    private final Backoff backoff;

    Provision(
            Tenancy tenancy,
            Equipment equipment,
            DesiredRelease desired,
            Releases releases,
            Slots slots,
            Verified verified,
            Backoff backoff) {
        this.tenancy = tenancy;
        this.equipment = equipment;
        this.desired = desired;
        this.releases = releases;
        this.slots = slots;
        this.verified = verified;
        this.backoff = backoff;
    }

    @Override
    public Phase name() {
        return Phase.Provision;
    }

    @Override
    public Outcome visit(Scope scope) {
        if (!tenancy.guardRailsStand(scope) || !tenancy.quotaIsEffective(scope)) {
            return Outcome.waiting(
                    "WaitingForGuardRails",
                    "Quota, limits and network policies of namespace %s are not in force yet."
                            .formatted(scope.names().namespace()),
                    GUARD_RAILS);
        }
        equipment.ensure(scope);
        ReleaseRequest request = desired.of(scope);
        if (verified.recently(scope.uid(), request.digest())) {
            return Outcome.DONE;
        }
        try {
            Optional<ReleaseRecord> present = releases.find(request.name());
            if (present.isPresent() && releases.isCurrent(present.get(), request)) {
                return deployed(scope, request, present.get());
            }
            return deploy(scope, request);
        } catch (ReleaseException failure) {
            return failed(scope, request, failure);
        }
    }

    private Outcome deploy(Scope scope, ReleaseRequest request) throws ReleaseException {
        if (!slots.take(scope.uid(), scope.spokeId(), Priority.of(scope))) {
            return Outcome.waiting(
                    "WaitingForSlot", "Other operations come first; this one starts when its turn has come.", IN_LINE);
        }
        try {
            return deployed(scope, request, releases.deploy(request));
        } finally {
            slots.release(scope.uid());
        }
    }

    private Outcome deployed(Scope scope, ReleaseRequest request, ReleaseRecord record) {
        slots.release(scope.uid());
        backoff.forget(scope.uid() + "/" + request.digest());
        verified.now(scope.uid(), request.digest());
        scope.findings()
                .deployed(new ReleaseStatus(
                        record.chart(),
                        record.chartVersion(),
                        record.revision(),
                        record.valuesDigest(),
                        Snapshots.nameOf(
                                scope.spoke().getSpec().productRef(),
                                scope.product().version()),
                        record.deployedAt()));
        return Outcome.DONE;
    }

    /** What may heal is tried again; what failed three times in the same shape waits for somebody to change it. */
    private Outcome failed(Scope scope, ReleaseRequest request, ReleaseException failure) {
        String subject = scope.uid() + "/" + request.digest();
        if (failure.kind() == ReleaseException.Kind.UNREACHABLE) {
            return Outcome.waiting(failure.reason(), failure.getMessage(), backoff.next(subject));
        }
        return backoff.failures(subject) >= ATTEMPTS - 1
                ? Outcome.stalled(failure.reason(), failure.getMessage())
                : Outcome.waiting(failure.reason(), failure.getMessage(), backoff.next(subject));
    }
}
