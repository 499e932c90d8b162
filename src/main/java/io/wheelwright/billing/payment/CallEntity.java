package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.panache.common.Sort;
import io.wheelwright.Json;
import io.wheelwright.PageRequest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A call to Stripe. */
@Entity
@DynamicUpdate
@Table(name = "stripe_calls")
class CallEntity extends PanacheEntityBase {

    /** How long a call belongs to who has taken it: longer than all requests of a try take together. */
    static final Duration TURN = Duration.ofMinutes(5);

    /** Who has asked for a call makes it; the workers take it where that one has died since. */
    private static final Duration HEAD_START = Duration.ofSeconds(10);

    private static final String DUE = """
            SELECT c.* FROM stripe_calls c LEFT JOIN stripe_calls f ON f.id = c.after_id
            WHERE c.state = 'waiting' AND c.live = :live AND (f.id IS NULL OR f.state <> 'waiting') AND %s
            ORDER BY c.next_at, c.seq LIMIT 1 FOR UPDATE OF c SKIP LOCKED""";

    @Id
    UUID id;

    /** In the order in which they were asked for. */
    @Column(insertable = false, updatable = false)
    long seq;

    String orgId;
    String orgUid;

    /** Of which mode of the account it was asked for: it is made in no other. */
    boolean live;

    String kind;

    @JdbcTypeCode(SqlTypes.JSON)
    String request;

    UUID afterId;

    @Enumerated(EnumType.STRING)
    CallState state;

    int attempts;

    /** At how many of them the hub itself did not do it yet. */
    int ownWaits;

    /** Keys under which Stripe keeps a failure of its own: another try needs another one. */
    int spentKeys;

    Instant createdAt;
    Instant firstSentAt;

    /** When it may be tried (again), also where somebody has taken it and was not heard of since. */
    Instant nextAt;

    String requestId;

    @JdbcTypeCode(SqlTypes.JSON)
    String result;

    @Enumerated(EnumType.STRING)
    CallFailure failure;

    String errorCode;
    String error;
    Instant finishedAt;

    /** Begins one, in the caller's transaction. */
    static CallEntity begin(
            String kind, String orgId, String orgUid, boolean live, Object request, UUID after, Instant now) {
        CallEntity call = new CallEntity();
        call.id = UUID.randomUUID();
        call.orgId = orgId;
        call.orgUid = orgUid;
        call.live = live;
        call.kind = kind;
        call.request = Json.write(request);
        call.afterId = after;
        call.state = CallState.waiting;
        call.createdAt = now;
        call.nextAt = now.plus(HEAD_START);
        call.persist();
        return call;
    }

    /** The one that has been due for the longest time and that nobody else has, locked for this transaction. */
    static Optional<CallEntity> due(Instant now, boolean live) {
        return getEntityManager()
                .createNativeQuery(DUE.formatted("c.next_at <= :now"), CallEntity.class)
                .setParameter("now", now)
                .setParameter("live", live)
                .getResultStream()
                .map(CallEntity.class::cast)
                .findFirst();
    }

    /** This one, if it was never tried, or is due, and nobody else has it; locked for this transaction. */
    static Optional<CallEntity> due(UUID id, Instant now, boolean live) {
        return getEntityManager()
                .createNativeQuery(
                        DUE.formatted("c.id = :id AND (c.attempts = 0 OR c.next_at <= :now)"), CallEntity.class)
                .setParameter("id", id)
                .setParameter("now", now)
                .setParameter("live", live)
                .getResultStream()
                .map(CallEntity.class::cast)
                .findFirst();
    }

    /** Locked for this transaction. */
    static Optional<CallEntity> locked(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** The latest of a kind that an organization has asked for, locked for this transaction. */
    static Optional<CallEntity> latest(String orgUid, String kind, boolean live) {
        return CallEntity.<CallEntity>find(
                        "orgUid = ?1 and kind = ?2 and live = ?3", Sort.descending("seq"), orgUid, kind, live)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    /** Those of a kind that an organization has asked for and that are not made yet, the oldest first. */
    static List<CallEntity> waiting(String orgUid, String kind, boolean live) {
        return findWaiting(orgUid, kind, live).list();
    }

    /** The same, locked for this transaction: nobody makes them meanwhile. */
    static List<CallEntity> lockedWaiting(String orgUid, String kind, boolean live) {
        return findWaiting(orgUid, kind, live)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    private static PanacheQuery<CallEntity> findWaiting(String orgUid, String kind, boolean live) {
        return find(
                "orgUid = ?1 and kind = ?2 and state = ?3 and live = ?4",
                Sort.ascending("seq"),
                orgUid,
                kind,
                CallState.waiting,
                live);
    }

    /** Whether an organization has asked for one of a kind that waits, or has ended since. */
    static boolean isRecent(String orgUid, String kind, boolean live, Instant since) {
        return count(
                        "orgUid = ?1 and kind = ?2 and live = ?3 and (finishedAt is null or finishedAt > ?4)",
                        orgUid,
                        kind,
                        live,
                        since)
                > 0;
    }

    static Optional<CallEntity> latestDone(String orgUid, String kind, boolean live) {
        return CallEntity.<CallEntity>find(
                        "orgUid = ?1 and kind = ?2 and state = ?3 and live = ?4",
                        Sort.descending("seq"),
                        orgUid,
                        kind,
                        CallState.done,
                        live)
                .firstResultOptional();
    }

    static List<CallEntity> page(String orgUid, boolean live, PageRequest page) {
        return CallEntity.<CallEntity>find(
                        "orgUid = ?1 and live = ?2 and seq > ?3", Sort.ascending("seq"), orgUid, live, page.after())
                .range(0, page.limit())
                .list();
    }

    /** Nobody waits for it: the workers take it at once. */
    void leave(Instant now) {
        nextAt = now;
    }

    /** Takes it for a turn. */
    void take(Instant now) {
        attempts++;
        firstSentAt = firstSentAt == null ? now : firstSentAt;
        nextAt = now.plus(TURN);
    }

    /** It is done, whoever has done it. */
    void finish(Object result, Instant now) {
        this.result = Json.write(result);
        end(CallState.done, now);
        errorCode = null;
        error = null;
    }

    void fail(CallFailure failure, String code, String why, Instant now) {
        this.failure = failure;
        errorCode = code;
        error = why;
        end(CallState.failed, now);
    }

    void postpone(String code, String why, Instant next) {
        errorCode = code;
        error = why;
        nextAt = next;
    }

    CallView view() {
        return new CallView(
                id,
                orgId,
                kind,
                state.name(),
                createdAt,
                finishedAt,
                result == null ? null : Json.read(result, JsonNode.class),
                error,
                failure == null ? null : failure.name(),
                errorCode,
                requestId);
    }

    private void end(CallState end, Instant now) {
        state = end;
        nextAt = null;
        finishedAt = now;
    }
}
