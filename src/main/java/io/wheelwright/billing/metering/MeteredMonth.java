package io.wheelwright.billing.metering;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wheelwright.api.v1alpha1.Limit;
import io.wheelwright.fleet.Tenant;
import io.wheelwright.usage.MonthOfUse;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;

/** How the use of a meter by a spoke in a calendar month was split. */
@Entity
@DynamicUpdate
@Table(name = "metered_months")
class MeteredMonth extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String orgId;
    String orgUid;
    String spokeUid;
    String spokeId;
    String meter;

    /** The first day of the month. */
    LocalDate begins;

    /** What the plan included when the month was looked at last; null for no limit. */
    Long allowance;

    long covered;
    long waived;
    long overage;

    /** Those of these spokes, whatever organization they were of. */
    static List<MeteredMonth> of(Collection<String> spokeUids, LocalDate from) {
        return list("spokeUid in ?1 and begins >= ?2", spokeUids, from);
    }

    /** Takes over what it is about, and whose it is now. */
    void belong(Tenant spoke, MonthOfUse use) {
        orgId = spoke.orgId();
        orgUid = spoke.orgUid();
        spokeUid = use.spokeUid();
        spokeId = use.spokeId();
        meter = use.name();
        begins = use.month();
    }

    /** What of an instance is counted. */
    record Use(String spokeUid, String meter, LocalDate begins) {

        static Use of(MonthOfUse use) {
            return new Use(use.spokeUid(), use.name(), use.month());
        }
    }

    Use use() {
        return new Use(spokeUid, meter, begins);
    }

    Share share() {
        return new Share(covered, waived, overage);
    }

    Limit allowance() {
        return allowance == null ? Limit.UNLIMITED : Limit.of(allowance);
    }

    void take(Share share, Limit included) {
        covered = share.covered();
        waived = share.waived();
        overage = share.overage();
        allowance = included.number().isPresent() ? included.number().getAsLong() : null;
    }
}
