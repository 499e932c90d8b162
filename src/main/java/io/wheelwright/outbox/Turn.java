package io.wheelwright.outbox;

/** Lets the writers of one object's row come one after the other: the operator and the relay may see it at once. */
public final class Turn {

    private Turn() {}

    /** Waits for the object's turn, which ends with the transaction. */
    public static void take(String kind, String name) {
        OutboxEntity.getEntityManager()
                .createNativeQuery("SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(:object, 0))")
                .setParameter("object", kind + "/" + name)
                .getSingleResult();
    }
}
