package io.wheelwright.fleet;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A key by which a spoke's agent is known: its hash. */
@Entity
@Table(name = "spoke_keys")
class SpokeKeyEntity extends PanacheEntityBase {

    /** During a rotation the former key is valid beside the new one. */
    private static final int VALID = 2;

    @Id
    String sha256;

    String spokeUid;
    Instant createdAt;

    /** Adds the key and forgets the oldest beyond those that may be valid together; says whether it was new. */
    static boolean add(String spokeUid, String sha256, Instant now) {
        if (findById(sha256) != null) {
            return false;
        }
        var key = new SpokeKeyEntity();
        key.sha256 = sha256;
        key.spokeUid = spokeUid;
        key.createdAt = now;
        key.persist();
        of(spokeUid).stream().skip(VALID).forEach(PanacheEntityBase::delete);
        return true;
    }

    /** Ends the keys of the spoke that are older than this one; says whether there were any. */
    static boolean endBefore(String spokeUid, String sha256) {
        return delete(
                        "spokeUid = ?1 and createdAt < (select used.createdAt from SpokeKeyEntity used"
                                + " where used.spokeUid = ?1 and used.sha256 = ?2)",
                        spokeUid,
                        sha256)
                > 0;
    }

    static void forget(String spokeUid) {
        delete("spokeUid", spokeUid);
    }

    static Set<String> hashes(String spokeUid) {
        return of(spokeUid).stream().map(key -> key.sha256).collect(Collectors.toSet());
    }

    private static List<SpokeKeyEntity> of(String spokeUid) {
        return list("spokeUid", Sort.descending("createdAt"), spokeUid);
    }
}
