package io.wheelwright.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import io.wheelwright.Json;
import io.wheelwright.PageRequest;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A change and who made it. */
@Entity
@Table(name = "audit")
class AuditEntity extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    Instant at;
    String actor;
    String origin;
    String action;
    String kind;
    String object;

    @JdbcTypeCode(SqlTypes.JSON)
    String before;

    @JdbcTypeCode(SqlTypes.JSON)
    String after;

    String requestId;

    static List<AuditEntity> page(AuditFilter filter, PageRequest page) {
        return AuditEntity.<AuditEntity>find(
                        filter.where() + " and id > :after",
                        Sort.ascending("id"),
                        filter.parameters().and("after", page.after()))
                .range(0, page.limit())
                .list();
    }

    AuditView view() {
        return new AuditView(id, at, actor, origin, action, kind, object, tree(before), tree(after), requestId);
    }

    private static JsonNode tree(String json) {
        return json == null ? null : Json.read(json, JsonNode.class);
    }
}
