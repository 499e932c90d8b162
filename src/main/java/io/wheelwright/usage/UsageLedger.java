package io.wheelwright.usage;

import io.wheelwright.agent.protocol.UsageReport;
import io.wheelwright.api.v1alpha1.MeterKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Counts each report once. Sums and maxima do not depend on the order in which reports come. */
@ApplicationScoped
class UsageLedger {

    private static final String TAKE = """
            INSERT INTO usage_reports (spoke_uid, batch_id, period_start, period_end, received_at)
            VALUES (:uid, :batch, :start, :end, :now) ON CONFLICT DO NOTHING
            """;

    private static final String ADD = """
            INSERT INTO usage_totals AS t (spoke_uid, span, begins, kind, name, total, maximum, weighted, seconds)
            SELECT :uid, span, begins, kind, name, total, maximum, weighted, seconds
            FROM unnest(cast(:spans AS text[]), cast(:begins AS date[])) AS s(span, begins),
                 unnest(cast(:kinds AS text[]), cast(:names AS text[]), cast(:totals AS numeric[]),
                        cast(:maxima AS bigint[]), cast(:weighted AS numeric[]), cast(:seconds AS bigint[]))
                   AS u(kind, name, total, maximum, weighted, seconds)
            ON CONFLICT (spoke_uid, span, begins, kind, name) DO UPDATE SET
              total = t.total + excluded.total, maximum = greatest(t.maximum, excluded.maximum),
              weighted = t.weighted + excluded.weighted, seconds = t.seconds + excluded.seconds
            """;

    /** What a report adds to each of its spans. */
    private record Line(
            MeterKind kind, String name, BigDecimal total, long maximum, BigDecimal weighted, long seconds) {}

    private final EntityManager database;
    private final Clock clock;

    UsageLedger(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Counts a report.
     *
     * @return false if it was counted before
     */
    @Transactional(TxType.MANDATORY)
    boolean take(String spokeUid, UsageReport report) {
        boolean isNew = database.createNativeQuery(TAKE)
                        .setParameter("uid", spokeUid)
                        .setParameter("batch", report.batchId())
                        .setParameter("start", report.periodStart())
                        .setParameter("end", report.periodEnd())
                        .setParameter("now", clock.instant())
                        .executeUpdate()
                > 0;
        if (isNew) {
            add(spokeUid, Span.dateOf(report.periodStart()), lines(report));
        }
        return isNew;
    }

    private void add(String spokeUid, LocalDate date, List<Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        List<Span> spans = List.of(Span.values());
        database.createNativeQuery(ADD)
                .setParameter("uid", spokeUid)
                .setParameter("spans", spans.stream().map(Span::name).toArray(String[]::new))
                .setParameter(
                        "begins", spans.stream().map(span -> span.begin(date)).toArray(LocalDate[]::new))
                .setParameter(
                        "kinds", lines.stream().map(line -> line.kind().name()).toArray(String[]::new))
                .setParameter("names", lines.stream().map(Line::name).toArray(String[]::new))
                .setParameter("totals", lines.stream().map(Line::total).toArray(BigDecimal[]::new))
                .setParameter("maxima", lines.stream().map(Line::maximum).toArray(Long[]::new))
                .setParameter("weighted", lines.stream().map(Line::weighted).toArray(BigDecimal[]::new))
                .setParameter("seconds", lines.stream().map(Line::seconds).toArray(Long[]::new))
                .executeUpdate();
    }

    private static List<Line> lines(UsageReport report) {
        List<Line> lines = new ArrayList<>();
        report.counters()
                .forEach((name, growth) -> lines.add(
                        new Line(MeterKind.counter, name, BigDecimal.valueOf(growth), 0, BigDecimal.ZERO, 0)));
        report.gauges()
                .forEach((name, level) -> lines.add(new Line(
                        MeterKind.gauge,
                        name,
                        BigDecimal.ZERO,
                        level.max(),
                        BigDecimal.valueOf(level.average()).multiply(BigDecimal.valueOf(level.seconds())),
                        level.seconds())));
        return lines;
    }
}
