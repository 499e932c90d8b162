package io.wheelwright.usage;

import io.wheelwright.agent.protocol.UsageReport;
import io.wheelwright.api.v1alpha1.MeterKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/** What organizations have used in the months that may still grow. */
@ApplicationScoped
public class MonthsOfUse {

    private static final String MONTHS = """
            SELECT r.spoke_uid, r.spoke_id, t.begins, t.kind, t.name, t.total, t.maximum, t.weighted
            FROM usage_reporters r JOIN usage_totals t ON t.spoke_uid = r.spoke_uid
            WHERE r.org_uid = :org AND t.span = 'month' AND t.begins >= :from
            ORDER BY t.begins, r.id, t.kind, t.name
            """;

    /** The longest period, and what the clocks of hubs differ by. */
    private static final Duration MARGIN = UsageReport.LONGEST_PERIOD.plusHours(1);

    private final EntityManager database;
    private final Clock clock;

    MonthsOfUse(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The first day of this month. */
    public LocalDate present() {
        return Span.month.begin(Span.dateOf(clock.instant()));
    }

    /** The first day of the earliest month of which something may still be reported. */
    public LocalDate earliest() {
        return Span.month.begin(
                Span.dateOf(clock.instant().minus(UsageReport.LATEST).minus(MARGIN)));
    }

    /** Of all spokes of an organization, also of those that are gone; the earliest months first. */
    @Transactional
    @SuppressWarnings("unchecked")
    public List<MonthOfUse> of(String orgUid) {
        List<Tuple> rows = database.createNativeQuery(MONTHS, Tuple.class)
                .setParameter("org", orgUid)
                .setParameter("from", earliest())
                .getResultList();
        return rows.stream()
                .map(row -> new MonthOfUse(
                        row.get("spoke_uid", String.class),
                        row.get("spoke_id", String.class),
                        row.get("begins", LocalDate.class),
                        MeterKind.valueOf(row.get("kind", String.class)),
                        row.get("name", String.class),
                        row.get("total", BigDecimal.class),
                        row.get("maximum", Long.class),
                        row.get("weighted", BigDecimal.class)))
                .toList();
    }
}
