package io.wheelwright.release;

import java.util.Optional;

/** The Helm releases of spokes. Every call but {@link #find} is one at a time for a release; repeating it is safe. */
public interface Releases {

    /**
     * The newest revision of the release, read from where Helm keeps it; no Helm process is needed for that. What cannot
     * be read there is passed over, as Helm does.
     */
    Optional<ReleaseRecord> find(ReleaseName name);

    /**
     * Whether the recorded revision is deployed and is what the request asks for.
     *
     * @throws ReleaseException when the chart cannot be found or is not the pinned one
     */
    boolean isCurrent(ReleaseRecord record, ReleaseRequest request) throws ReleaseException;

    /**
     * Brings the release to what is requested: installs it, upgrades it, and first clears away what an earlier call that
     * was killed in the middle has left. It does not wait until the workloads run.
     *
     * @throws ReleaseException when Helm refuses or fails; its kind says what may help
     */
    ReleaseRecord deploy(ReleaseRequest request) throws ReleaseException;

    /**
     * Puts back what somebody has deleted or changed among the objects of the deployed revision, by its stored manifest: no
     * new revision is made, and nothing is written when nothing differs.
     *
     * @param atRest whether the workloads have been brought to rest: that is no difference
     * @return what was put back and what could not be
     * @throws ReleaseException when Helm's records are beyond reading
     */
    Repair repair(ReleaseName name, boolean atRest) throws ReleaseException;

    /**
     * Removes the release, if there is one.
     *
     * @throws ReleaseException when Helm refuses or fails
     */
    void uninstall(ReleaseName name) throws ReleaseException;
}
