package io.wheelwright.billing.stripe;

import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;

/** Numbers of reads of Stripe: of two, the higher one saw the later state. */
public final class Reads {

    private Reads() {}

    /** A number for a read that is about to begin. */
    public static long next() {
        return QuarkusTransaction.requiringNew().call(() -> ((Number) Panache.getEntityManager()
                        .createNativeQuery("SELECT nextval('stripe_reads')")
                        .getSingleResult())
                .longValue());
    }
}
