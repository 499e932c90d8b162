package io.wheelwright.erasure;

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
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** The erasure of a customer, from the first look at it; at its end a tombstone. */
@Entity
@Table(name = "erasures")
class ErasureEntity extends PanacheEntityBase {

    private static final int AT_ONCE = 20;

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String orgId;

    /** Why it is not erased yet, for people. */
    String message;

    /** Failures in a row. */
    int attempts;

    /** When to look again; null until the next run. */
    Instant lookAt;

    Instant seenAt;
    Instant erasedAt;
    String evidence;

    /** Rows that were deleted, by table. */
    @JdbcTypeCode(SqlTypes.JSON)
    String counts = "{}";

    /** Checksum of the newest export of the hub's rows; null where none was made. */
    String exportSha256;

    /** A few, those first that have waited longest. */
    static List<ErasureEntity> due(Instant now) {
        return ErasureEntity.<ErasureEntity>find("erasedAt is null and lookAt <= ?1 order by lookAt, id", now)
                .range(0, AT_ONCE - 1)
                .list();
    }

    /** One that is not over. */
    static Optional<ErasureEntity> locked(long id) {
        return Optional.<ErasureEntity>ofNullable(findById(id, LockModeType.PESSIMISTIC_WRITE))
                .filter(row -> row.erasedAt == null);
    }

    static List<ErasureEntity> page(PageRequest page) {
        return ErasureEntity.<ErasureEntity>find("id > ?1 order by id", page.after())
                .range(0, page.limit())
                .list();
    }

    static Optional<ErasureEntity> newest(String orgId) {
        return find("orgId = ?1 order by id desc", orgId).firstResultOptional();
    }

    void putOff(String why) {
        message = why;
        attempts = 0;
        lookAt = null;
    }

    void failed(String why, Instant again) {
        message = why;
        attempts++;
        lookAt = again;
    }

    void finish(String seen, Map<String, Integer> deleted, Instant now) {
        message = null;
        lookAt = null;
        erasedAt = now;
        evidence = seen;
        counts = Json.write(deleted);
    }

    ErasureView view() {
        return new ErasureView(
                id, orgId, message, seenAt, erasedAt, evidence, Json.read(counts, JsonNode.class), exportSha256);
    }
}
