package io.wheelwright.license;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;

/** The licenses that were issued. It names tokens by their SHA-256 and keeps none. */
@ApplicationScoped
class LicenseHistory {

    private static final String COUNTS =
            "SELECT action, plan, count(*) AS number FROM licenses GROUP BY action, plan ORDER BY action, plan";

    private final EntityManager database;

    LicenseHistory(EntityManager database) {
        this.database = database;
    }

    @Transactional
    Page<LicenseRecord> of(String orgUid, PageRequest page) {
        return Page.of(
                LicenseEntity.page(orgUid, page),
                page.limit(),
                LicenseEntity.count("orgUid", orgUid),
                license -> license.seq,
                LicenseEntity::view);
    }

    @Transactional
    @SuppressWarnings("unchecked")
    LicenseStatistics statistics() {
        List<Tuple> rows = database.createNativeQuery(COUNTS, Tuple.class).getResultList();
        return new LicenseStatistics(rows.stream()
                .map(row -> new LicenseCount(
                        LicenseAction.valueOf(row.get("action", String.class)),
                        row.get("plan", String.class),
                        row.get("number", Long.class)))
                .toList());
    }
}
