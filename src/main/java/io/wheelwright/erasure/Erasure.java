package io.wheelwright.erasure;

import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.audit.Audit;
import io.wheelwright.erasure.Holding.Fate;
import io.wheelwright.outbox.Turn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Erases a customer who is gone: all rows at once, or none. What speaks against it is asked before, and once more when
 * nobody else can change the rows.
 */
@ApplicationScoped
class Erasure {

    private static final String KIND = "Organization";
    private static final String OPERATOR = "operator";

    /** How the Spoke was holds addresses, and where an export lies may open it. Its checksum is evidence. */
    private static final String REDUCE = """
            UPDATE scheduled_deletions SET spoke = NULL, exports = coalesce(
              (SELECT jsonb_object_agg(key, CASE jsonb_typeof(value) WHEN 'object'
                        THEN jsonb_build_object('sha256', value -> 'sha256') ELSE NULL END)
                 FROM jsonb_each(exports)), cast('{}' AS jsonb))
            WHERE org_id = :org
            """;

    /** In seconds: a large customer has millions of rows, and what refers to each is looked for. */
    private static final int LONGEST = 15 * 60;

    private final EntityManager database;
    private final GoneCustomers customers;
    private final Traces traces;
    private final LongStatements statements;
    private final Audit audit;
    private final WheelwrightConfig.Deletion config;
    private final Clock clock;

    Erasure(
            EntityManager database,
            GoneCustomers customers,
            Traces traces,
            LongStatements statements,
            Audit audit,
            WheelwrightConfig config,
            Clock clock) {
        this.database = database;
        this.customers = customers;
        this.traces = traces;
        this.statements = statements;
        this.audit = audit;
        this.config = config.deletion();
        this.clock = clock;
    }

    /** What speaks against it, for people, without keeping anybody waiting. */
    @Transactional(TxType.NEVER)
    Optional<String> objection(String orgId) {
        return ofTheRows(orgId)
                .or(() -> Optional.ofNullable(traces.of(orgId, Set.of()).left()));
    }

    /**
     * Erases the customer of the row.
     *
     * @return why not; empty when it is done, or was before
     */
    @Transactional
    @TransactionConfiguration(timeout = LONGEST)
    Optional<String> perform(long id) {
        Optional<ErasureEntity> row = ErasureEntity.locked(id);
        return row.flatMap(open -> statements.within(Duration.ofSeconds(LONGEST), () -> perform(open)));
    }

    /** Who sees the resource again, puts a hold, or changes the team waits for the end of this, or is waited for. */
    private Optional<String> perform(ErasureEntity row) {
        Turn.take(KIND, row.orgId);
        Turn.take("LegalHold", row.orgId);
        Turn.take("Team", row.orgId);
        database.createNativeQuery("SELECT id FROM organizations WHERE org_id = :org ORDER BY id FOR UPDATE")
                .setParameter("org", row.orgId)
                .getResultList();
        Extent extent = Extent.erased(row.orgId, database);
        Optional<String> objection = ofTheRows(row.orgId);
        if (objection.isPresent()) {
            return objection;
        }
        Traces.Seen seen = traces.of(row.orgId, Set.of(extent.spokes()));
        if (seen.left() != null) {
            return Optional.of(seen.left());
        }
        row.exportSha256 = exported(row.orgId);
        Map<String, Integer> counts = delete(extent);
        database.createNativeQuery(REDUCE).setParameter("org", row.orgId).executeUpdate();
        String back = traces.of(row.orgId, Set.of(extent.spokes())).left();
        if (back != null) {
            throw new IllegalStateException("Somebody has come back while the rows were deleted: " + back);
        }
        row.finish(seen.evidence(), counts, clock.instant());
        int rows = counts.values().stream().mapToInt(Integer::intValue).sum();
        audit.record(OPERATOR, "erase", KIND, row.orgId, null, Map.of("rows", rows));
        return Optional.empty();
    }

    private Optional<String> ofTheRows(String orgId) {
        Instant now = clock.instant();
        return customers.of(orgId, now).objection(now, Duration.ofDays(config.retentionDays()), config.purgeDelay());
    }

    private String exported(String orgId) {
        List<?> newest = database.createNativeQuery(
                        "SELECT sha256 FROM exports WHERE org_id = :org AND sha256 IS NOT NULL ORDER BY ready_at DESC LIMIT 1")
                .setParameter("org", orgId)
                .getResultList();
        return newest.isEmpty() ? null : (String) newest.get(0);
    }

    private Map<String, Integer> delete(Extent extent) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Holding holding : Holdings.all()) {
            if (holding.fate() == Fate.ERASED) {
                int deleted = extent.set(database.createNativeQuery(
                                "DELETE FROM " + holding.table() + " WHERE " + holding.rows()))
                        .executeUpdate();
                if (deleted > 0) {
                    counts.put(holding.table(), deleted);
                }
            }
        }
        return counts;
    }
}
