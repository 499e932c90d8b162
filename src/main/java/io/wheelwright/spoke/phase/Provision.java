package io.wheelwright.spoke.phase;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.quarkus.logging.Log;
import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.api.v1alpha1.ReleaseStatus;
import io.wheelwright.license.LicenseKeyUnavailable;
import io.wheelwright.operation.OperationHandle;
import io.wheelwright.operation.Slots;
import io.wheelwright.product.Snapshots;
import io.wheelwright.release.ReleaseException;
import io.wheelwright.release.ReleaseRecord;
import io.wheelwright.release.ReleaseRequest;
import io.wheelwright.release.Releases;
import io.wheelwright.spoke.Scope;
import io.wheelwright.spoke.SpokeInformers;
import io.wheelwright.spoke.Verified;
import io.wheelwright.spoke.tenancy.Equipment;
import io.wheelwright.spoke.tenancy.Tenancy;
import io.wheelwright.spoke.tenancy.Workloads;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Puts the guard rails up, sees that they hold, equips the namespace with its secrets, and only then brings the first
 * workload: the Helm release in the desired chart version and with the desired values. Helm's work takes a slot.
 */
@ApplicationScoped
class Provision implements SpokePhase {

    private static final String GUARD_RAILS_REASON = "WaitingForGuardRails";
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration GUARD_RAILS = Duration.ofSeconds(2);
    private static final Duration IN_LINE = Duration.ofSeconds(30);

    private final Tenancy tenancy;
    private final Workloads workloads;
    private final Equipment equipment;
    private final DesiredRelease desired;
    private final Releases releases;
    private final Slots slots;
    private final Verified verified;
    private final ReleaseOperations operations;
    private final SpokeInformers informers;
    private final DriftRepair drift;

    Provision(
            Tenancy tenancy,
            Workloads workloads,
            Equipment equipment,
            DesiredRelease desired,
            Releases releases,
            Slots slots,
            Verified verified,
            ReleaseOperations operations,
            SpokeInformers informers,
            DriftRepair drift) {
        this.tenancy = tenancy;
        this.workloads = workloads;
        this.equipment = equipment;
        this.desired = desired;
        this.releases = releases;
        this.slots = slots;
        this.verified = verified;
        this.operations = operations;
        this.informers = informers;
        this.drift = drift;
    }

    @Override
    public Phase name() {
        return Phase.Provision;
    }

    @Override
    public Outcome visit(Scope scope) {
        if (!tenancy.guardRailsStand(scope) || !tenancy.quotaIsEffective(scope)) {
            return Outcome.waiting(
                    GUARD_RAILS_REASON,
                    "Quota, limits and network policies of namespace %s are not in force yet."
                            .formatted(scope.names().namespace()),
                    GUARD_RAILS);
        }
        if (!scope.mayRun()) {
            return suspended(scope);
        }
        workloads.resume(scope.names().namespace());
        Optional<Outcome> missing = equip(scope);
        if (missing.isPresent()) {
            return missing.get();
        }
        ReleaseRequest request = desired.of(scope);
        if (scope.findings().release().isPresent() && verified.recently(scope, "release", state(scope, request))) {
            return Outcome.DONE;
        }
        try {
            Optional<ReleaseRecord> present = releases.find(request.name());
            if (present.isPresent() && releases.isCurrent(present.get(), request)) {
                drift.repair(scope, request.name());
                return deployed(scope, request, present.get());
            }
            if (!scope.mayBegin() && !isThere(scope, present)) {
                return notBegun(scope);
            }
            OperationHandle operation = operations.begin(scope, request);
            Optional<Outcome> held = operations.held(operation).or(() -> lineUp(scope, operation));
            if (held.isPresent()) {
                repairMeanwhile(scope, request);
                return held.get();
            }
            return deploy(scope, request, operation);
        } catch (ReleaseException failure) {
            return failure.kind() == ReleaseException.Kind.FETCHING
                    ? Outcome.waiting(failure.reason(), failure.getMessage(), SOON)
                    : operations.failed(scope, request, failure);
        }
    }

    /** Whether it waits for what the hub itself needs in the namespace: nothing else can be told of it meanwhile. */
    static boolean isAboutGuardRails(Outcome outcome) {
        return outcome instanceof Outcome.Waiting waiting && waiting.reason().equals(GUARD_RAILS_REASON);
    }

    /** What is deployed runs on while an update waits, so it is looked at as often as that of any other spoke. */
    private void repairMeanwhile(Scope scope, ReleaseRequest request) throws ReleaseException {
        String state = state(scope, request);
        if (scope.findings().release().isPresent() && !verified.recently(scope, "deployed", state)) {
            drift.repair(scope, request.name());
            verified.now(scope, "deployed", state(scope, request));
        }
    }

    /** What was looked at: another request, a retry, or a workload that was changed or deleted, asks for another look. */
    private String state(Scope scope, ReleaseRequest request) {
        return ReleaseOperations.step(scope, request) + "/" + workloads(scope);
    }

    private String workloads(Scope scope) {
        return informers
                .workloads(scope.names().namespace())
                .map(HasMetadata::getMetadata)
                .map(meta -> meta.getUid() + "@" + meta.getGeneration())
                .sorted()
                .collect(Collectors.joining(","));
    }

    /**
     * A release that is there stays as it was deployed, at rest; changes to it take effect when the spoke is resumed. The
     * workloads rest before anything is read that the spoke itself may have written to.
     */
    private Outcome suspended(Scope scope) {
        workloads.suspend(scope.names().namespace());
        Optional<Outcome> missing = equip(scope);
        if (missing.isPresent()) {
            return missing.get();
        }
        if (scope.findings().release().isPresent()) {
            return resting(scope);
        }
        return notBegun(scope);
    }

    /** Whether there is an instance, also where a status that was lost does not know of it. */
    private static boolean isThere(Scope scope, Optional<ReleaseRecord> present) {
        return scope.findings().release().isPresent()
                || present.filter(ReleaseRecord::isDeployed).isPresent();
    }

    /** Nothing is made for this customer now: others come first. */
    private Outcome notBegun(Scope scope) {
        slots.release(scope.uid());
        return Outcome.waiting(scope.entitlement().reason(), scope.entitlement().message(), IN_LINE);
    }

    /** What is put back may run, and nobody hears of a CronJob: all is put to rest again. */
    private Outcome resting(Scope scope) {
        if (verified.recently(scope, "resting", workloads(scope))) {
            return Outcome.DONE;
        }
        workloads.lookAnew(scope.names().namespace());
        drift.repairAtRest(scope);
        workloads.suspend(scope.names().namespace());
        verified.now(scope, "resting", workloads(scope));
        return Outcome.DONE;
    }

    private Optional<Outcome> equip(Scope scope) {
        try {
            return equipment.ensure(scope).map(secret -> lost(scope, secret));
        } catch (LicenseKeyUnavailable away) {
            Log.warnf("%s: %s", scope.spokeId(), away.getMessage());
            return Optional.of(Outcome.waiting(
                    "LicenseKeyUnavailable",
                    "The spoke needs another license, and the key of licenses does not sign at the moment.",
                    SOON));
        }
    }

    private static Outcome lost(Scope scope, String secret) {
        return Outcome.waiting(
                "SecretLost",
                "Secret %s is missing in namespace %s, and a new password would not open the data. Restore it."
                        .formatted(secret, scope.names().namespace()),
                IN_LINE);
    }

    /** Takes a slot, or says that there is none yet. */
    private Optional<Outcome> lineUp(Scope scope, OperationHandle operation) {
        Instant since = operations.queuedSince(operation);
        if (slots.take(scope.uid(), scope.spokeId(), Priority.of(scope), since)) {
            return Optional.empty();
        }
        operations.queued(scope, operation, since);
        return Optional.of(Outcome.waiting(
                "WaitingForSlot", "Other operations come first; this one starts when its turn has come.", IN_LINE));
    }

    private Outcome deploy(Scope scope, ReleaseRequest request, OperationHandle operation) throws ReleaseException {
        try {
            operations.started(scope, operation);
            deployed(scope, request, releases.deploy(request));
            return Outcome.waiting(
                    "WaitingForRelease", "The release was deployed; its workloads are looked at next.", SOON);
        } finally {
            slots.release(scope.uid());
        }
    }

    private Outcome deployed(Scope scope, ReleaseRequest request, ReleaseRecord record) {
        slots.release(scope.uid());
        operations.settled(scope, request);
        verified.now(scope, "release", state(scope, request));
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
}
