package io.wheelwright.operation;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.problem.Check;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The operations as people look at them. Lists show what is open and what ended last; everything is kept. */
@ApplicationScoped
class OperationHistory {

    private static final int COMPLETED = 100;
    private static final int FAILED = 200;

    private static final String LISTED = """
            FROM operations o
            WHERE (cast(:org AS text) IS NULL OR org_id = :org) AND (cast(:state AS text) IS NULL OR status = :state)
            AND (finished_at IS NULL
                 OR id IN (SELECT id FROM operations WHERE status = 'completed'
                           AND (cast(:org AS text) IS NULL OR org_id = :org) ORDER BY finished_at DESC LIMIT %d)
                 OR id IN (SELECT id FROM operations WHERE status = 'failed'
                           AND (cast(:org AS text) IS NULL OR org_id = :org) ORDER BY finished_at DESC LIMIT %d))
            """.formatted(COMPLETED, FAILED);

    private final Pause pause;

    OperationHistory(Pause pause) {
        this.pause = pause;
    }

    /**
     * Which operations a list shows.
     *
     * @param orgId null for those of every organization
     * @param state null for any
     */
    record Filter(String orgId, String state) {

        private static final Pattern STATE = Pattern.compile("waiting|active|delayed|completed|failed");

        /** Ends the request if there is no such state. */
        static Filter of(String orgId, String state) {
            String wanted = state != null && state.isBlank() ? "-" : state;
            new Check()
                    .matches("state", wanted, STATE, "must be waiting, active, delayed, completed or failed")
                    .done();
            return new Filter(orgId, state);
        }
    }

    @Transactional
    Optional<OperationView> find(UUID id) {
        return OperationEntity.<OperationEntity>findByIdOptional(id).map(OperationEntity::view);
    }

    @Transactional
    @SuppressWarnings("unchecked")
    Page<OperationView> list(Filter filter, PageRequest page) {
        List<OperationEntity> read = query("SELECT o.* " + LISTED + " AND seq > :after ORDER BY seq", filter, true)
                .setParameter("after", page.after())
                .setMaxResults(page.limit() + 1)
                .getResultList();
        Number total =
                (Number) query("SELECT count(*) " + LISTED, filter, false).getSingleResult();
        return Page.of(read, page.limit(), total.longValue(), row -> row.seq, OperationEntity::view);
    }

    @Transactional
    OperationStats stats() {
        Map<OperationState, Long> counts = new EnumMap<>(OperationState.class);
        for (OperationState state : OperationState.values()) {
            counts.put(state, OperationEntity.count("status = ?1 and not closed", state));
        }
        return new OperationStats(
                counts.get(OperationState.waiting),
                counts.get(OperationState.active),
                counts.get(OperationState.delayed),
                counts.get(OperationState.completed),
                counts.get(OperationState.failed),
                counts.values().stream().mapToLong(Long::longValue).sum(),
                pause.isOn());
    }

    private static Query query(String sql, Filter filter, boolean ofEntities) {
        Query query = ofEntities
                ? OperationEntity.getEntityManager().createNativeQuery(sql, OperationEntity.class)
                : OperationEntity.getEntityManager().createNativeQuery(sql);
        return query.setParameter("org", filter.orgId()).setParameter("state", filter.state());
    }
}
