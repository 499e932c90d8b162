package io.wheelwright.directory;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** Where a spoke is reached. */
@Entity
@Table(name = "directory")
class DirectoryRow extends PanacheEntityBase {

    @Id
    String did;

    String spokeUid;
    String spokeId;
    String endpoint;

    @JdbcTypeCode(SqlTypes.JSON)
    List<String> capabilities;

    Instant registeredAt;
    Instant updatedAt;

    static Optional<DirectoryRow> ofSpoke(String spokeUid) {
        return find("spokeUid", spokeUid).firstResultOptional();
    }

    static DirectoryRow make(String did, String spokeUid, String spokeId, Instant now) {
        DirectoryRow row = new DirectoryRow();
        row.did = did;
        row.spokeUid = spokeUid;
        row.spokeId = spokeId;
        row.registeredAt = now;
        return row;
    }

    DirectoryView view(boolean visible) {
        return new DirectoryView(did, spokeId, endpoint, capabilities, visible, registeredAt, updatedAt);
    }
}
