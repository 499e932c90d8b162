package io.wheelwright.fleet;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;

/** A spoke, from the order to the end. It has a UID as soon as its resource was made or seen. */
@Entity
@DynamicUpdate // several write to the row at the same time, each its own columns
@Table(name = "spokes")
public class SpokeEntity extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String spokeId;
    String uid;
    String orgId;
    String orgUid;
    String productId;
    String plan;
    String region;
    String namespace;
    String birthId;
    String hostname;
    String url;
    boolean visible;
    boolean ownBilling;
    String status;
    String phase;
    String access;
    String targetVersion;
    String health;
    Instant handedOffAt;
    Instant createdAt;
    Instant updatedAt;
    Instant goneAt;
    long changeSeq;

    static Optional<SpokeEntity> byUid(String uid) {
        return find("uid", uid).firstResultOptional();
    }

    static Optional<SpokeEntity> current(String spokeId) {
        return find("spokeId = ?1 and goneAt is null", spokeId).firstResultOptional();
    }

    /** Takes over what the operator registers, and says whether that was new. */
    boolean take(SpokeRow row) {
        if (goneAt == null && row.equals(row(row.keySha256()))) {
            return false;
        }
        uid = row.uid();
        spokeId = row.spokeId();
        orgId = row.orgId();
        orgUid = row.orgUid();
        productId = row.productId();
        plan = row.plan();
        region = row.region();
        namespace = row.namespace();
        if (row.birthId() != null && !row.birthId().equals(birthId)) {
            birthId = row.birthId();
            handedOffAt = null;
        }
        hostname = row.hostname();
        url = row.url();
        visible = row.visible();
        ownBilling = row.ownBilling();
        goneAt = null;
        return true;
    }

    void changed(Instant now) {
        updatedAt = now;
        changeSeq = ((Number) getEntityManager()
                        .createNativeQuery("SELECT nextval('spoke_changes')")
                        .getSingleResult())
                .longValue();
    }

    Tenant tenant() {
        return new Tenant(uid, spokeId, orgId, orgUid, productId, plan, birthId == null ? uid : birthId, ownBilling);
    }

    private SpokeRow row(String keySha256) {
        return new SpokeRow(
                uid,
                spokeId,
                orgId,
                orgUid,
                productId,
                plan,
                region,
                namespace,
                birthId,
                hostname,
                url,
                keySha256,
                visible,
                ownBilling);
    }
}
