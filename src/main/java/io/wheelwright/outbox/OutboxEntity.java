package io.wheelwright.outbox;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A write to the Kubernetes API that is to be made, or was. */
@Entity
@Table(name = "outbox")
class OutboxEntity extends PanacheEntityBase {

    static final String PENDING = "pending";
    static final String APPLIED = "applied";
    static final String REFUSED = "refused";
    static final String GONE = "gone";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String apiVersion;
    String kind;
    String namespace;
    String name;
    String fieldManager;

    @JdbcTypeCode(SqlTypes.JSON)
    String manifest;

    /** UID of the object; null while it is unknown whether a creation has happened. */
    String uid;

    @Enumerated(EnumType.STRING)
    Action action;

    /** What it is applied in order with, and comes to nothing with; null for most. */
    UUID chain;

    String state;
    int attempts;
    Instant nextAt;
    String error;
    Instant createdAt;
    Instant settledAt;

    /**
     * The apply that has been due for the longest time and has no older one of its object or chain before it; locked for
     * this transaction. One that is tried again and again stands behind those that came in the meantime.
     */
    static Optional<OutboxEntity> due(Instant now) {
        return getEntityManager()
                .createNativeQuery("""
                        SELECT * FROM outbox o WHERE state = 'pending' AND next_at <= :now
                        AND NOT EXISTS (SELECT 1 FROM outbox older WHERE older.state = 'pending' AND older.id < o.id
                                        AND ((older.kind, older.namespace, older.name) = (o.kind, o.namespace, o.name)
                                             OR older.chain = o.chain))
                        ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
                        """, OutboxEntity.class)
                .setParameter("now", now)
                .getResultStream()
                .map(OutboxEntity.class::cast)
                .findFirst();
    }

    /** Names of the objects of a kind of which a row of a field manager is not applied yet. */
    static List<String> pendingOf(String kind, String fieldManager) {
        return getEntityManager()
                .createQuery("""
                        select distinct o.name from OutboxEntity o
                        where o.kind = :kind and o.fieldManager = :manager and o.state = :state
                        """, String.class)
                .setParameter("kind", kind)
                .setParameter("manager", fieldManager)
                .setParameter("state", PENDING)
                .getResultList();
    }

    /** The one that waits for this row to be applied, if there is one. */
    static Optional<OutboxEntity> nextOf(OutboxEntity row) {
        return row.chain == null
                ? Optional.empty()
                : find("chain = ?1 and id > ?2 and state = ?3 order by id", row.chain, row.id, PENDING)
                        .firstResultOptional();
    }

    /** The UID of the row's object: its own, or what the creation that was on the way has recorded since. */
    static Optional<String> uidOf(OutboxEntity row) {
        if (row.uid != null) {
            return Optional.of(row.uid);
        }
        return OutboxEntity.<OutboxEntity>find(
                        "kind = ?1 and namespace = ?2 and name = ?3 and id < ?4 and uid is not null order by id desc",
                        row.kind,
                        row.namespace,
                        row.name,
                        row.id)
                .firstResultOptional()
                .map(earlier -> earlier.uid);
    }

    void postpone(String error, Instant nextAt) {
        this.attempts++;
        this.error = error;
        this.nextAt = nextAt;
    }

    void settle(String state, String error, Instant now) {
        this.state = state;
        this.error = error;
        this.settledAt = now;
    }
}
