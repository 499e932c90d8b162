package io.wheelwright.audit;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.MDC;

/** The record of every change, kept in the transaction that makes it. Entries are never changed; {@link Seals} proves it. */
@ApplicationScoped
public class Audit {

    private final Origin origin;
    private final Clock clock;

    Audit(Origin origin, Clock clock) {
        this.origin = origin;
        this.clock = clock;
    }

    /**
     * Records a change, without the secrets in it.
     *
     * @param before what was there; null for a creation
     * @param after what is there now; null for a removal
     */
    @Transactional(TxType.MANDATORY)
    public void record(String actor, String action, String kind, String object, Object before, Object after) {
        AuditEntity entry = new AuditEntity();
        entry.at = clock.instant();
        entry.actor = actor;
        entry.action = action;
        entry.kind = kind;
        entry.object = object;
        entry.origin = origin.address();
        Masked change = Masked.of(before, after);
        entry.before = change.before();
        entry.after = change.after();
        entry.requestId = (String) MDC.get("request");
        entry.persist();
    }

    @Transactional
    Page<AuditView> list(AuditFilter filter, PageRequest page) {
        return Page.of(
                AuditEntity.page(filter, page),
                page.limit(),
                AuditEntity.count(filter.where(), filter.parameters()),
                entry -> entry.id,
                AuditEntity::view);
    }

    /** A part of the list, without counting the others; empty at the end. */
    @Transactional
    List<AuditView> part(AuditFilter filter, PageRequest page) {
        return AuditEntity.page(filter, page).stream().map(AuditEntity::view).toList();
    }
}
