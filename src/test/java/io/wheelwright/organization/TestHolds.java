package io.wheelwright.organization;

import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;

/** Legal holds at other times. */
public final class TestHolds {

    private TestHolds() {}

    /** As if the delay were over in which nothing is destroyed since a legal hold was lifted. */
    public static void endTheDelay(String orgId) {
        QuarkusTransaction.requiringNew().run(() -> Panache.getEntityManager()
                .createNativeQuery("UPDATE legal_holds SET kept_until = '2020-01-01T00:00:00Z' WHERE org_id = :id")
                .setParameter("id", orgId)
                .executeUpdate());
    }
}
