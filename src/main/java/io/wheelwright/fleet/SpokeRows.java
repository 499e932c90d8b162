package io.wheelwright.fleet;

import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.license.LicenseReplaced;
import io.wheelwright.license.RevocationChanged;
import io.wheelwright.outbox.Outbox;
import io.wheelwright.pack.Packs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** The fleet's table, as the operator writes it. */
@ApplicationScoped
public class SpokeRows {

    /** A row was written: what the hub keeps in memory of that spoke is out of date. */
    record Changed(String spokeUid) {}

    private static final String KIND = "Spoke";

    private final Outbox outbox;
    private final Event<Changed> changes;
    private final Event<SpokeGone> ends;
    private final Event<SpokeRebound> rebounds;
    private final Clock clock;

    SpokeRows(Outbox outbox, Event<Changed> changes, Event<SpokeGone> ends, Event<SpokeRebound> rebounds, Clock clock) {
        this.outbox = outbox;
        this.changes = changes;
        this.ends = ends;
        this.rebounds = rebounds;
        this.clock = clock;
    }

    /** Makes or updates the row of a spoke; writes nothing when it is the same. */
    @Transactional
    public void register(SpokeRow row) {
        Instant now = clock.instant();
        SpokeEntity entity = SpokeEntity.byUid(row.uid()).orElseGet(() -> adoptOrCreate(row, now));
        boolean visible = outbox.pending(KIND, row.spokeId()) ? entity.visible : row.visible();
        boolean otherRow = entity.take(row.withVisible(visible));
        boolean otherKey = SpokeKeyEntity.add(row.uid(), row.keySha256(), now);
        if (otherRow || otherKey) {
            changed(entity, now);
        }
    }

    /**
     * Records what the operator sees; writes nothing when it is the same.
     *
     * @return false where there is no row of that Spoke
     */
    @Transactional
    public boolean observe(SpokeObservation seen) {
        Optional<SpokeEntity> present = SpokeEntity.byUid(seen.uid()).filter(entity -> entity.goneAt == null);
        present.filter(entity -> apply(seen, entity)).ifPresent(entity -> changed(entity, clock.instant()));
        return present.isPresent();
    }

    /** Whether the instance was its customer's once. */
    @Transactional
    public boolean wasHandedOff(String spokeUid) {
        return SpokeEntity.byUid(spokeUid)
                .filter(row -> row.handedOffAt != null)
                .isPresent();
    }

    /** Records that a Spoke is gone for good; once more does nothing. */
    @Transactional
    public void gone(String spokeUid) {
        SpokeEntity.byUid(spokeUid).ifPresent(this::end);
    }

    /** The same, also where its row is that of an order and has not heard of the UID. */
    @Transactional
    public void gone(String spokeUid, String spokeId) {
        SpokeEntity.byUid(spokeUid).or(() -> unheard(spokeId)).ifPresent(this::end);
    }

    /** Records that an order has become a resource. */
    @Transactional
    void made(String spokeId, String spokeUid) {
        if (SpokeEntity.byUid(spokeUid).isEmpty()) {
            SpokeEntity.current(spokeId).filter(row -> row.uid == null).ifPresent(row -> {
                row.uid = spokeUid;
                changed(row, clock.instant());
            });
        }
    }

    /** The row of an order that is on its way is not that of a Spoke that was there before. */
    private Optional<SpokeEntity> unheard(String spokeId) {
        return SpokeEntity.current(spokeId).filter(row -> row.uid == null && !outbox.pending(KIND, spokeId));
    }

    /** Records that an order came to nothing, or that its Spoke is gone. */
    @Transactional
    void goneByName(String spokeId) {
        SpokeEntity.current(spokeId).ifPresent(this::end);
    }

    /** Records whether the directory is to list the spoke. */
    @Transactional
    void list(SpokeEntity spoke, boolean visible) {
        if (spoke.visible != visible) {
            spoke.visible = visible;
            changed(spoke, clock.instant());
        }
    }

    /** The agent has its new key: from now on the former one is nobody's. */
    @Transactional
    void retire(@ObservesAsync Roster.NewKeyUsed used) {
        SpokeEntity.byUid(used.spokeUid())
                .filter(spoke -> SpokeKeyEntity.endBefore(used.spokeUid(), used.sha256()))
                .ifPresent(spoke -> changed(spoke, clock.instant()));
    }

    /** Heartbeats tell the agents. */
    void revocationChanged(@Observes RevocationChanged change) {
        SpokeEntity.<SpokeEntity>list("orgUid = ?1 and goneAt is null", change.orgUid())
                .forEach(entity -> changed(entity, clock.instant()));
    }

    void licenseReplaced(@Observes LicenseReplaced replaced) {
        SpokeEntity.byUid(replaced.spokeUid()).ifPresent(entity -> changed(entity, clock.instant()));
    }

    void manifestPublished(@Observes Packs.ManifestPublished published) {
        SpokeEntity.byUid(published.spokeUid()).ifPresent(entity -> changed(entity, clock.instant()));
    }

    private SpokeEntity adoptOrCreate(SpokeRow row, Instant now) {
        Optional<SpokeEntity> sameName = SpokeEntity.current(row.spokeId());
        if (sameName.isPresent() && sameName.get().uid == null) {
            return sameName.get();
        }
        if (sameName.isPresent() && row.birthId().equals(sameName.get().birthId)) {
            return rebound(sameName.get(), row.uid());
        }
        sameName.ifPresent(this::end);
        SpokeEntity.flush();
        SpokeEntity created = new SpokeEntity();
        created.take(row);
        created.status = "provisioning";
        created.createdAt = now;
        created.changed(now);
        created.persist();
        return created;
    }

    private SpokeEntity rebound(SpokeEntity entity, String uid) {
        SpokeKeyEntity.update("spokeUid = ?1 where spokeUid = ?2", uid, entity.uid);
        rebounds.fire(new SpokeRebound(entity.uid, uid));
        return entity;
    }

    private void end(SpokeEntity entity) {
        if (entity.goneAt != null) {
            return;
        }
        Instant now = clock.instant();
        entity.goneAt = now;
        entity.status = "decommissioned";
        changed(entity, now);
        if (entity.uid != null) {
            SpokeKeyEntity.forget(entity.uid);
            ends.fire(new SpokeGone(entity.uid));
        }
    }

    private boolean apply(SpokeObservation seen, SpokeEntity entity) {
        SpokeObservation before = observation(entity);
        entity.status = or(seen.status(), entity.status);
        entity.phase = or(seen.phase(), entity.phase);
        entity.access = seen.access() == null ? entity.access : seen.access().name();
        entity.plan = or(seen.plan(), entity.plan);
        entity.targetVersion = or(seen.targetVersion(), entity.targetVersion);
        entity.health = or(seen.health(), entity.health);
        if (entity.handedOffAt == null && "active".equals(entity.status)) {
            entity.handedOffAt = clock.instant();
        }
        return !before.equals(observation(entity));
    }

    private void changed(SpokeEntity entity, Instant now) {
        entity.changed(now);
        if (entity.uid != null) {
            changes.fire(new Changed(entity.uid));
        }
    }

    private static SpokeObservation observation(SpokeEntity entity) {
        return new SpokeObservation(
                entity.uid,
                entity.status,
                entity.phase,
                entity.access == null ? null : Access.valueOf(entity.access),
                entity.plan,
                entity.targetVersion,
                entity.health);
    }

    private static String or(String seen, String before) {
        return seen == null ? before : seen;
    }
}
