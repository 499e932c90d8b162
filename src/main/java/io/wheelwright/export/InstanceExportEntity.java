package io.wheelwright.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wheelwright.Json;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** What the export hook of an instance is to make for an export, and has made. */
@Entity
@Table(name = "instance_exports")
class InstanceExportEntity extends PanacheEntityBase {

    private static final String OF_ALL_SPOKES = """
            INSERT INTO instance_exports (id, export_id, spoke_uid, spoke_id, namespace, state, message, look_at, ends_at)
            SELECT gen_random_uuid(), :export, uid, spoke_id, namespace,
              CASE WHEN runs THEN 'failed' ELSE 'pending' END,
              CASE WHEN runs THEN 'A former export of it is still running.' END,
              CASE WHEN runs THEN NULL ELSE cast(:now AS timestamptz) END, :end
            FROM (SELECT *, EXISTS (SELECT 1 FROM instance_exports e
                                    WHERE e.spoke_uid = s.uid AND e.look_at IS NOT NULL) AS runs
                  FROM spokes s
                  WHERE org_id = :org AND gone_at IS NULL AND uid IS NOT NULL AND namespace IS NOT NULL) AS instances
            """;

    @Id
    UUID id;

    UUID exportId;
    String spokeUid;
    String spokeId;
    String namespace;

    @Enumerated(EnumType.STRING)
    InstanceExportState state;

    String message;

    /** What the hook has said; null before. */
    @JdbcTypeCode(SqlTypes.JSON)
    String said;

    /** When to look at it; null for never again. */
    Instant lookAt;

    /** When it is given up. */
    Instant endsAt;

    /** Has one made of each instance that the organization has; two at a time would take the workloads from each other. */
    static void begin(ExportEntity export, Duration longest) {
        getEntityManager()
                .createNativeQuery(OF_ALL_SPOKES)
                .setParameter("export", export.id)
                .setParameter("org", export.orgId)
                .setParameter("now", export.createdAt)
                .setParameter("end", export.createdAt.plus(longest))
                .executeUpdate();
    }

    static List<InstanceExportEntity> due(Instant now) {
        return list("lookAt <= ?1 order by lookAt", now);
    }

    static List<InstanceExportView> views(UUID exportId) {
        return InstanceExportEntity.<InstanceExportEntity>list("exportId = ?1 order by spokeId", exportId).stream()
                .map(InstanceExportEntity::view)
                .toList();
    }

    static void waits(UUID id, String why, Instant next) {
        update("message = ?1, lookAt = ?2 where id = ?3", why, next, id);
    }

    static void ready(UUID id, JsonNode said) {
        update(
                "state = ?1, message = null, said = ?2, lookAt = null where id = ?3",
                InstanceExportState.ready,
                Json.write(said),
                id);
    }

    static void failed(UUID id, String why) {
        update("state = ?1, message = ?2, lookAt = null where id = ?3", InstanceExportState.failed, why, id);
    }

    private InstanceExportView view() {
        JsonNode facts = said == null ? Json.tree(List.of()) : Json.read(said, JsonNode.class);
        return new InstanceExportView(
                spokeId,
                state.name(),
                message,
                facts.path("url").textValue(),
                facts.path("sha256").textValue(),
                facts.path("expires_at").textValue());
    }
}
