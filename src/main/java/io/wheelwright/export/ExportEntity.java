package io.wheelwright.export;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** An export. Once it is there, it is changed by statements only that say from which state: two hubs may be at it. */
@Entity
@Table(name = "exports")
class ExportEntity extends PanacheEntityBase {

    @Id
    UUID id;

    String orgId;

    @Enumerated(EnumType.STRING)
    ExportState state;

    String askedBy;
    String message;
    int attempts;

    /** When a hub is to take it, also when another one took it and was not heard of since; null for never. */
    Instant lookAt;

    Instant createdAt;
    Instant readyAt;
    Instant expiresAt;
    String sha256;
    Long size;

    /** SHA-256 of the token in the only link that is good. */
    String linkSha256;

    Instant linkExpiresAt;

    static Optional<ExportEntity> pending(String orgId) {
        return find("orgId = ?1 and state = ?2", orgId, ExportState.pending).firstResultOptional();
    }

    static Optional<ExportEntity> of(String orgId, UUID id) {
        return find("orgId = ?1 and id = ?2", orgId, id).firstResultOptional();
    }

    static List<ExportEntity> due(Instant now) {
        return list("state = ?1 and lookAt <= ?2 order by lookAt", ExportState.pending, now);
    }

    /** The archive that a link opens now. */
    static Optional<ExportEntity> opened(String linkSha256, Instant now) {
        return find(
                        "linkSha256 = ?1 and linkExpiresAt > ?2 and expiresAt > ?2 and state = ?3",
                        linkSha256,
                        now,
                        ExportState.ready)
                .firstResultOptional();
    }

    /**
     * Takes it until then, unless another hub has.
     *
     * @param seen when it was to be taken, as it was read
     */
    static boolean take(UUID id, Instant seen, Instant until) {
        return update(
                        "lookAt = ?1, attempts = attempts + 1 where id = ?2 and lookAt = ?3 and state = ?4",
                        until,
                        id,
                        seen,
                        ExportState.pending)
                == 1;
    }

    /** Says that it is ready, if who says so still has it. */
    static boolean finish(UUID id, Instant taken, Archive.Made made, Instant now, Instant expires) {
        return update(
                        "state = ?1, lookAt = null, message = null, readyAt = ?2, expiresAt = ?3, sha256 = ?4, size = ?5"
                                + " where id = ?6 and lookAt = ?7 and state = ?8",
                        ExportState.ready,
                        now,
                        expires,
                        made.sha256(),
                        made.size(),
                        id,
                        taken,
                        ExportState.pending)
                == 1;
    }

    /** Has it tried again then. */
    static void again(UUID id, Instant taken, Instant then) {
        update("lookAt = ?1 where id = ?2 and lookAt = ?3 and state = ?4", then, id, taken, ExportState.pending);
    }

    /** Says that it is not to be had. */
    static void giveUp(UUID id, Instant taken, String why) {
        update(
                "state = ?1, lookAt = null, message = ?2 where id = ?3 and lookAt = ?4 and state = ?5",
                ExportState.failed,
                why,
                id,
                taken,
                ExportState.pending);
    }

    /** Makes a link the only one that is good, while the archive is kept. */
    static boolean link(UUID id, String sha256, Instant expires, Instant now) {
        return update(
                        "linkSha256 = ?1, linkExpiresAt = ?2 where id = ?3 and state = ?4 and expiresAt > ?5",
                        sha256,
                        expires,
                        id,
                        ExportState.ready,
                        now)
                == 1;
    }

    /**
     * Ends those that were ready and whose time is over, or whose place a newer one of the organization has taken. In a
     * transaction of its own: others change these rows at any time.
     */
    static void end(Instant now) {
        update(
                "update ExportEntity e set e.state = ?1, e.linkSha256 = null where e.state = ?2 and (e.expiresAt <= ?3"
                        + " or exists (select 1 from ExportEntity newer where newer.orgId = e.orgId"
                        + " and newer.state = ?2 and newer.readyAt > e.readyAt))",
                ExportState.expired,
                ExportState.ready,
                now);
        getEntityManager()
                .createNativeQuery(
                        "DELETE FROM export_parts WHERE export_id IN (SELECT id FROM exports WHERE state = 'expired')")
                .executeUpdate();
    }

    /** Forgets those that were over before then. */
    static void forget(Instant before) {
        delete("state in ?1 and createdAt < ?2", List.of(ExportState.failed, ExportState.expired), before);
    }

    ExportView view(List<InstanceExportView> instances) {
        return new ExportView(
                id,
                orgId,
                state.name(),
                message,
                createdAt,
                readyAt,
                expiresAt,
                sha256,
                size,
                linkExpiresAt,
                instances);
    }
}
