package io.wheelwright.deletion;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wheelwright.operation.Operations;
import io.wheelwright.operation.Slots;
import io.wheelwright.release.ReleaseException;
import io.wheelwright.release.ReleaseName;
import io.wheelwright.release.Releases;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.UUID;

/** The uninstall before the end: a chart may say farewell; when it cannot, that does not keep its namespace alive. */
@ApplicationScoped
class Farewell {

    private static final int FIRST = 0;

    private final DueDeletions due;
    private final Releases releases;
    private final Slots slots;
    private final Operations operations;
    private final DestructionOperation destruction;

    Farewell(
            DueDeletions due, Releases releases, Slots slots, Operations operations, DestructionOperation destruction) {
        this.due = due;
        this.releases = releases;
        this.slots = slots;
        this.operations = operations;
        this.destruction = destruction;
    }

    /**
     * Uninstalls the release when there is a slot. The slot goes by the namespace: what ends with the Spoke gives back the
     * one of its deployment only.
     *
     * @return whether it is gone, or was tried to be removed often enough
     */
    boolean isSaid(DeletionEntity row) {
        ReleaseName release = ReleaseName.in(row.namespace);
        if (releases.find(release).isEmpty()) {
            return true;
        }
        if (!slots.take(row.namespaceUid, row.spokeId, FIRST, row.begunAt)) {
            due.held(row, "Other operations go on; this one starts when its turn has come.");
            return false;
        }
        UUID operation = destruction.of(row);
        try {
            operations.started(operation);
            releases.uninstall(release);
            return true;
        } catch (ReleaseException failure) {
            if (!failure.countsAsAttempt()) {
                due.held(row, failure.getMessage());
                return false;
            }
            return due.failed(row, failure.getMessage());
        } catch (KubernetesClientException refused) {
            if (refused.getCode() < HttpURLConnection.HTTP_BAD_REQUEST
                    || refused.getCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
                throw refused;
            }
            return due.failed(row, refused.getMessage());
        } finally {
            operations.delayed(operation);
            slots.release(row.namespaceUid);
        }
    }
}
