package io.wheelwright.lifecycle;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Where a customer was seen last. */
@Entity
@Table(name = "lifecycle_stages")
class StageEntity extends PanacheEntityBase {

    private static final int AT_ONCE = 100;

    @Id
    String orgUid;

    /** Null until it was looked at. */
    @Enumerated(EnumType.STRING)
    Stage stage;

    Instant since;

    /** The end of the subscription that was planned when the customer was first looked at; null for none. */
    Instant foundEnd;

    /** When to look again; null where only a change of what is said of the customer changes anything. */
    Instant lookAt;

    static List<String> due(Instant now) {
        return StageEntity.<StageEntity>find("lookAt <= ?1 order by lookAt", now).range(0, AT_ONCE - 1).stream()
                .map(row -> row.orgUid)
                .toList();
    }

    static Optional<StageEntity> locked(String orgUid) {
        return Optional.ofNullable(findById(orgUid, LockModeType.PESSIMISTIC_WRITE));
    }

    /** Has somebody look, whether or not the customer was ever looked at. */
    static void look(String orgUid, Instant now) {
        getEntityManager()
                .createNativeQuery("""
                        INSERT INTO lifecycle_stages (org_uid, look_at) VALUES (:uid, :now)
                        ON CONFLICT (org_uid) DO UPDATE SET look_at = :now
                        """)
                .setParameter("uid", orgUid)
                .setParameter("now", now)
                .executeUpdate();
    }

    /** Keeps in mind what was planned before the first look. */
    void find(Standing standing) {
        if (stage == null) {
            foundEnd = standing.lastDay()
                    .map(day -> day.truncatedTo(ChronoUnit.SECONDS))
                    .orElse(null);
        }
    }

    Seen seen() {
        return new Seen(since, foundEnd);
    }

    /** Goes on to a stage, and returns the one before; empty where it is the same, or the first. */
    Optional<Stage> goOn(Stage reached, Instant now) {
        if (stage == reached) {
            return Optional.empty();
        }
        Optional<Stage> before = Optional.ofNullable(stage);
        stage = reached;
        since = now.truncatedTo(ChronoUnit.SECONDS);
        return before;
    }
}
