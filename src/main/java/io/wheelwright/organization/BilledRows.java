package io.wheelwright.organization;

import io.wheelwright.billing.DeletionDay;
import java.time.Instant;
import java.util.List;

/** The rows of those whose billing a biller states, as far as their resource was seen. */
final class BilledRows {

    private BilledRows() {}

    /** Those whose biller, of this name, has stated a date between these instants, or whose deletion a hold moves there. */
    @SuppressWarnings("unchecked")
    static List<OrganizationEntity> withDateBetween(String source, Instant from, Instant to) {
        return OrganizationEntity.getEntityManager()
                .createNativeQuery("""
                        SELECT * FROM organizations WHERE gone_at IS NULL AND uid IS NOT NULL AND billing ->> 'source' = :source
                        AND EXISTS (SELECT 1 FROM jsonb_each_text(billing
                              || jsonb_build_object('holdUntil', billing -> 'hold' ->> 'until',
                                'deleteAfterHold', cast(billing -> 'hold' ->> 'until' AS timestamptz) + make_interval(hours => :hours))) AS fact
                          WHERE CASE WHEN fact.key IN ('trialEndsAt', 'fullUntil', 'graceEndsAt', 'endsAt', 'deleteAfter', 'holdUntil',
                              'deleteAfterHold')
                            AND fact.value IS NOT NULL
                            THEN cast(fact.value AS timestamptz) > :from AND cast(fact.value AS timestamptz) <= :to END)
                        ORDER BY id
                        """, OrganizationEntity.class)
                .setParameter("source", source)
                .setParameter("hours", (int) DeletionDay.AFTER_A_HOLD.toHours())
                .setParameter("from", from)
                .setParameter("to", to)
                .getResultList();
    }

    /** Those of a biller of this name, in the order in which they became known. */
    @SuppressWarnings("unchecked")
    static List<OrganizationEntity> of(String source, long after, int most) {
        return OrganizationEntity.getEntityManager()
                .createNativeQuery("""
                        SELECT * FROM organizations WHERE gone_at IS NULL AND uid IS NOT NULL AND billing ->> 'source' = :source
                        AND id > :after ORDER BY id LIMIT :most
                        """, OrganizationEntity.class)
                .setParameter("source", source)
                .setParameter("after", after)
                .setParameter("most", most)
                .getResultList();
    }

    static long count(String source) {
        return ((Number) OrganizationEntity.getEntityManager()
                        .createNativeQuery("""
                                SELECT count(*) FROM organizations
                                WHERE gone_at IS NULL AND uid IS NOT NULL AND billing ->> 'source' = :source
                                """)
                        .setParameter("source", source)
                        .getSingleResult())
                .longValue();
    }
}
