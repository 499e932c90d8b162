package io.wheelwright.directory;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wheelwright.PageRequest;
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

    private static final String LISTED = " from DirectoryRow d join SpokeEntity s on s.uid = d.spokeUid"
            + " where s.visible = true and s.goneAt is null";

    @Id
    String did;

    String spokeUid;
    String spokeId;
    String endpoint;

    @JdbcTypeCode(SqlTypes.JSON)
    List<String> capabilities;

    String publicKey;
    Instant registeredAt;
    Instant updatedAt;

    /**
     * An entry of a spoke that is visible.
     *
     * @param spoke what the list is ordered by
     */
    record Listed(DirectoryRow row, Long spoke) {}

    /** What a registration says. */
    record Content(String did, String endpoint, List<String> capabilities, String publicKey) {}

    /** One entry more than asked for, if there is one. */
    static List<Listed> listed(PageRequest page) {
        return getEntityManager()
                .createQuery("select d, s.id" + LISTED + " and s.id > :after order by s.id", Listed.class)
                .setParameter("after", page.after())
                .setMaxResults(page.limit() + 1)
                .getResultList();
    }

    static long countListed() {
        return getEntityManager()
                .createQuery("select count(*)" + LISTED, Long.class)
                .getSingleResult();
    }

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

    Content content() {
        return new Content(did, endpoint, capabilities, publicKey);
    }

    DirectoryView view(boolean visible) {
        return new DirectoryView(
                did, spokeId, endpoint, capabilities, visible, publicKey != null, publicKey, registeredAt, updatedAt);
    }
}
