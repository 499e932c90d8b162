package io.wheelwright.erasure;

import io.wheelwright.outbox.Turn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/** Who was erased and has not come back: what is heard of such a customer later is not to be stored. */
@ApplicationScoped
public class Tombstones {

    private static final String KIND = "Organization";

    private final EntityManager database;

    Tombstones(EntityManager database) {
        this.database = database;
    }

    /** Whether the customer was erased. An erasure that is under way is waited for, and waits for the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public boolean has(String orgId) {
        if (count("erasures WHERE org_id = :org", orgId) == 0) {
            return false;
        }
        Turn.take(KIND, orgId);
        return count("erasures WHERE org_id = :org AND erased_at IS NOT NULL", orgId) > 0
                && count("organizations WHERE org_id = :org", orgId) == 0;
    }

    private long count(String rows, String orgId) {
        return ((Number) database.createNativeQuery("SELECT count(*) FROM " + rows)
                        .setParameter("org", orgId)
                        .getSingleResult())
                .longValue();
    }
}
