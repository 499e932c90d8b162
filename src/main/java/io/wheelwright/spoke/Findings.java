package io.wheelwright.spoke;

import io.wheelwright.agent.protocol.UnresolvedPack;
import io.wheelwright.api.v1alpha1.LicenseStatus;
import io.wheelwright.api.v1alpha1.PackStatus;
import io.wheelwright.api.v1alpha1.ReleaseStatus;
import io.wheelwright.api.v1alpha1.SpokeStatus;
import io.wheelwright.operation.OperationHandle;
import io.wheelwright.spoke.phase.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the phases of one visit find out about a spoke. It starts with what the last visit told, so that a phase that is
 * not reached takes nothing back.
 */
public final class Findings {

    private String namespace;
    private String namespaceUid;
    private String url;
    private ReleaseStatus release;
    private List<PackStatus> packs;
    private LicenseStatus license;
    private String did;
    private Instant handedOffAt;
    private List<UnresolvedPack> unresolvedPacks = List.of();
    private OperationHandle operation;
    private List<String> outstandingPacks = List.of();
    private String plan;
    private Outcome missing;

    Findings(SpokeStatus last) {
        namespace = last.namespace();
        url = last.url();
        plan = last.plan();
        release = last.release();
        packs = last.packs();
        license = last.license();
        did = last.did();
        handedOffAt = last.handedOffAt();
    }

    public void claimed(String namespace, String namespaceUid, String url) {
        this.namespace = namespace;
        this.namespaceUid = namespaceUid;
        this.url = url;
    }

    public void deployed(ReleaseStatus release) {
        this.release = release;
    }

    /** What was deployed is no more. */
    public void removed() {
        this.release = null;
    }

    public void installed(List<PackStatus> packs) {
        this.packs = List.copyOf(packs);
    }

    /** Packs that the plan asks for and nobody has published yet. */
    public void unresolved(List<UnresolvedPack> packs) {
        this.unresolvedPacks = List.copyOf(packs);
    }

    /** Versions that the agent has not installed and that hold nobody up, each with the reason if there is one. */
    public void outstanding(List<String> packs) {
        this.outstandingPacks = List.copyOf(packs);
    }

    public void licensed(LicenseStatus license) {
        this.license = license;
    }

    public void identified(String did) {
        this.did = did;
    }

    /** What should be there and is not, though it holds nobody up; the first one is told. */
    void goesOnWithout(Outcome missing) {
        this.missing = this.missing == null ? missing : this.missing;
    }

    public void workedOn(OperationHandle operation) {
        this.operation = operation;
    }

    public void handedOff(Instant at) {
        this.handedOffAt = at;
    }

    public Optional<LicenseStatus> license() {
        return Optional.ofNullable(license);
    }

    public Optional<ReleaseStatus> release() {
        return Optional.ofNullable(release);
    }

    /** When the customer was told; from then on the spoke is theirs, whatever billing says. */
    public Optional<Instant> handedOffAt() {
        return Optional.ofNullable(handedOffAt);
    }

    /** Null until the namespace was claimed. */
    public String namespace() {
        return namespace;
    }

    /** Null until this visit has claimed the namespace. */
    String namespaceUid() {
        return namespaceUid;
    }

    /** The operation that this visit has worked on, as it stands now. */
    Optional<OperationHandle> operation() {
        return Optional.ofNullable(operation);
    }

    /** Whether it stands in line for a slot; whoever stops before that has left the line. */
    boolean waitsForSlot() {
        return operation != null && operation.queuedAt() != null;
    }

    Optional<Outcome> missing() {
        return Optional.ofNullable(missing);
    }

    /** The plan in effect at the last visit; null before the first. */
    String plan() {
        return plan;
    }

    String url() {
        return url;
    }

    List<UnresolvedPack> unresolvedPacks() {
        return unresolvedPacks;
    }

    List<String> outstandingPacks() {
        return outstandingPacks;
    }

    List<PackStatus> packs() {
        return packs;
    }

    /** Null until the agent has registered it. */
    public String did() {
        return did;
    }
}
