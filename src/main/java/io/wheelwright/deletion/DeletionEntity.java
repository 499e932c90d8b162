package io.wheelwright.deletion;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wheelwright.Json;
import io.wheelwright.PageRequest;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** The deletion of a spoke, from the day it is asked for; at its end a tombstone. */
@Entity
@Table(name = "scheduled_deletions")
class DeletionEntity extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String spokeId;
    String spokeUid;
    String orgId;
    String productId;
    String namespace;
    String namespaceUid;
    String birthId;
    String cause;
    String state;
    String message;

    /** Failures since an administrator has last decided; too many of them stop it. */
    int attempts;

    /** Jobs of hooks that were made: each has a name of its own. */
    int tries;

    Instant nextAt;
    Instant requestedAt;
    Instant deleteAfter;

    /** The Spoke as it was, for whoever takes it back; null when this hub has never seen it. */
    @JdbcTypeCode(SqlTypes.JSON)
    String spoke;

    boolean withHooks = true;
    boolean stopped;

    /** By the name of the hook, what its Job said last. */
    @JdbcTypeCode(SqlTypes.JSON)
    String exports = "{}";

    /** The hook whose result lies where it goes with the namespace, until somebody has taken it out. */
    String leftHook;

    /** How often somebody has decided about it: what was read before the last time knows less. */
    int decisions;

    Instant begunAt;

    /** When the namespace was about to be marked: from then on there is no way back. */
    Instant markedAt;

    Instant finishedAt;
    String evidence;

    static Optional<DeletionEntity> of(String namespaceUid, String spokeUid) {
        return find("namespaceUid = ?1 and spokeUid = ?2", namespaceUid, spokeUid)
                .firstResultOptional();
    }

    static Optional<DeletionEntity> locked(long id) {
        return Optional.ofNullable(findById(id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** Those that are to be looked at now: their day has come, they are going on, or they may be out of date. */
    static List<DeletionEntity> due(Instant now) {
        return list(
                "finishedAt is null and nextAt <= ?1 and (state not in ?2 or deleteAfter <= ?1) order by deleteAfter, id",
                now,
                List.of(DeletionState.scheduled.name(), DeletionState.unconfirmed.name()));
    }

    /** UIDs of the namespaces that are kept or being destroyed. */
    static Set<String> openNamespaces() {
        return DeletionEntity.<DeletionEntity>stream("finishedAt is null")
                .map(row -> row.namespaceUid)
                .collect(Collectors.toSet());
    }

    boolean isIn(DeletionState other) {
        return state.equals(other.name());
    }

    /** Whether it goes on only when an administrator has decided. */
    boolean needsSomebody() {
        return isIn(DeletionState.stalled) || isIn(DeletionState.unconfirmed);
    }

    static List<DeletionEntity> page(PageRequest page) {
        return DeletionEntity.<DeletionEntity>find("finishedAt is null and id > ?1 order by id", page.after())
                .range(0, page.limit())
                .list();
    }

    /**
     * Name of the Job that runs a hook now. Ids begin anew with another database, and Jobs stay with an instance that was
     * taken back: the day of the request tells this deletion of the instance from an earlier one.
     */
    String jobOf(String hook) {
        return "wheelwright-%s-%d-%d".formatted(hook, requestedAt.getEpochSecond(), tries);
    }

    /** From the beginning of what was tried last. */
    void goOn(Instant now) {
        state = DeletionState.executing.name();
        decided(now);
    }

    /** It is looked at anew, with what somebody has decided. */
    void decided(Instant now) {
        decisions++;
        attempts = 0;
        nextAt = now;
    }

    /** It waits again for its day, which comes later. */
    void keepUntil(Instant day, Instant now) {
        deleteAfter = day;
        if (begunAt != null) {
            begunAt = null;
            state = DeletionState.scheduled.name();
            message = null;
            decided(now);
        }
    }

    void finish(DeletionState state, String evidence, Instant now) {
        this.state = state.name();
        this.evidence = evidence;
        this.message = null;
        this.finishedAt = now;
    }

    void exported(String hook, JsonNode said) {
        Map<String, JsonNode> all = Json.read(exports, new TypeReference<>() {});
        all.put(hook, said);
        exports = Json.write(all);
    }

    /** Keeps what a hook has said whose result somebody has to take out first. */
    void left(String hook, JsonNode said) {
        exported(hook, said);
        leftHook = hook;
    }

    boolean hasExported(String hook) {
        return !hook.equals(leftHook) && Json.read(exports, JsonNode.class).has(hook);
    }

    ScheduledDeletion view() {
        return new ScheduledDeletion(
                id,
                spokeId,
                orgId,
                productId,
                namespace,
                cause,
                state,
                message,
                requestedAt,
                deleteAfter,
                Json.read(exports, JsonNode.class),
                finishedAt,
                evidence);
    }

    /** As the audit keeps it: for good, and for who only looks, too. */
    ScheduledDeletion audited() {
        return view().withoutPlaces();
    }
}
