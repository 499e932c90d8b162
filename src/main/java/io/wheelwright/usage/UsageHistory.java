package io.wheelwright.usage;

import io.wheelwright.PageRequest;
import io.wheelwright.api.v1alpha1.MeterKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was counted, as it is read. */
@ApplicationScoped
class UsageHistory {

    private static final String REPORTERS =
            "SELECT id, spoke_uid, spoke_id, org_id FROM usage_reporters WHERE id > :after";

    private static final String COLUMNS =
            "SELECT t.spoke_uid, t.begins, t.kind, t.name, t.total, t.maximum, t.weighted, t.seconds";

    private static final String AMOUNTS = COLUMNS + """
             FROM usage_totals t WHERE t.spoke_uid = ANY(cast(:uids AS text[])) AND t.span = :span AND t.begins >= :from
            ORDER BY t.spoke_uid, t.begins, t.kind, t.name
            """;

    private static final String LATELY = COLUMNS + """
             FROM unnest(cast(:uids AS text[])) AS spokes(uid)
            CROSS JOIN LATERAL (
              SELECT max(begins) AS begins FROM usage_totals WHERE spoke_uid = spokes.uid AND span = 'day'
            ) AS last
            JOIN usage_totals t ON t.spoke_uid = spokes.uid AND t.span = 'day' AND t.begins = last.begins
            ORDER BY t.spoke_uid, t.kind, t.name
            """;

    private final EntityManager database;

    UsageHistory(EntityManager database) {
        this.database = database;
    }

    /** A spoke that has reported, there or gone. */
    record Reporter(long id, String spokeUid, String spokeId, String orgId) {}

    /** The spokes of an organization, in the order in which they reported first. */
    @Transactional
    List<Reporter> of(String orgUid) {
        return reporters(database.createNativeQuery(REPORTERS + " AND org_uid = :org ORDER BY id", Tuple.class)
                .setParameter("after", 0L)
                .setParameter("org", orgUid));
    }

    /** One more than the page has, if there are more. */
    @Transactional
    List<Reporter> page(PageRequest page) {
        return reporters(database.createNativeQuery(REPORTERS + " ORDER BY id", Tuple.class)
                .setParameter("after", page.after())
                .setMaxResults(page.limit() + 1));
    }

    @Transactional
    long reporters() {
        return ((Number) database.createNativeQuery("SELECT count(*) FROM usage_reporters")
                        .getSingleResult())
                .longValue();
    }

    /** What each spoke used in each span that begins on that day or later, by UID; those that used nothing are left out. */
    @Transactional
    Map<String, SortedMap<LocalDate, List<UsageAmount>>> since(Collection<String> uids, Span span, LocalDate from) {
        return rows(database.createNativeQuery(AMOUNTS, Tuple.class)
                        .setParameter("uids", uids.toArray(String[]::new))
                        .setParameter("span", span.name())
                        .setParameter("from", from))
                .collect(Collectors.groupingBy(
                        UsageHistory::uid,
                        Collectors.groupingBy(
                                row -> row.get("begins", LocalDate.class),
                                TreeMap::new,
                                Collectors.mapping(UsageHistory::amount, Collectors.toList()))));
    }

    /** What each spoke used on the last day of which it reported, by UID. */
    @Transactional
    Map<String, List<UsageAmount>> lately(Collection<String> uids) {
        return rows(database.createNativeQuery(LATELY, Tuple.class).setParameter("uids", uids.toArray(String[]::new)))
                .collect(Collectors.groupingBy(
                        UsageHistory::uid, Collectors.mapping(UsageHistory::amount, Collectors.toList())));
    }

    @SuppressWarnings("unchecked")
    private static Stream<Tuple> rows(Query query) {
        return ((List<Tuple>) query.getResultList()).stream();
    }

    private static List<Reporter> reporters(Query query) {
        return rows(query)
                .map(row -> new Reporter(
                        row.get("id", Long.class),
                        row.get("spoke_uid", String.class),
                        row.get("spoke_id", String.class),
                        row.get("org_id", String.class)))
                .toList();
    }

    private static String uid(Tuple row) {
        return row.get("spoke_uid", String.class);
    }

    private static UsageAmount amount(Tuple row) {
        String name = row.get("name", String.class);
        return MeterKind.valueOf(row.get("kind", String.class)) == MeterKind.counter
                ? UsageAmount.counter(name, row.get("total", BigDecimal.class))
                : UsageAmount.gauge(
                        name,
                        row.get("maximum", Long.class),
                        row.get("weighted", BigDecimal.class),
                        row.get("seconds", Long.class));
    }
}
