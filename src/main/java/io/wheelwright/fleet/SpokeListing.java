package io.wheelwright.fleet;

import io.wheelwright.PageRequest;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the rows that a selection asks for. The cursor is the id of the last row that was read: the list goes on behind
 * the place that this row has now.
 */
final class SpokeListing {

    /** As a spoke is shown: what the operator says, else what the agent reported. */
    private static final String HEALTH =
            "coalesce(s.health, CASE WHEN h.status = 'healthy' THEN 'Healthy' WHEN h.status IS NOT NULL THEN 'Degraded' END)";

    private static final String ALL = " FROM spokes s LEFT JOIN heartbeats h ON h.spoke_uid = s.uid";

    private static final String WITHIN = "within";

    /** Conditions on what is asked for. */
    private static final Map<String, String> CONDITIONS = Map.of(
            WITHIN,
            "s.org_id = ANY (string_to_array(:within, ','))",
            "org",
            "s.org_id = :org",
            "status",
            "s.status = :status",
            "health",
            HEALTH + " = :health",
            "plan",
            "s.plan = :plan",
            "region",
            "s.region = :region",
            "product",
            "s.product_id = :product",
            "version",
            "h.os_version = :version",
            "search",
            "strpos(lower(concat_ws(' ', s.spoke_id, s.org_id, s.hostname)), lower(:search)) > 0");

    /** What can be sorted by; never null. */
    private static final Map<String, String> KEYS = Map.of(
            "created_at", "s.created_at",
            "spoke_id", "s.spoke_id",
            "org_id", "s.org_id",
            "plan", "s.plan",
            "region", "s.region",
            "status", "s.status",
            "health", "coalesce(" + HEALTH + ", '')",
            "last_heartbeat_at", "coalesce(h.last_at, '-infinity')");

    static final Pattern SORTS = Pattern.compile("-?(" + String.join("|", KEYS.keySet()) + ")");
    static final String SORTS_IN_WORDS =
            KEYS.keySet().stream().sorted().collect(Collectors.joining(", ")) + ", or one of them with - before it";

    private final SpokeSelection selection;
    private final String where;

    SpokeListing(SpokeSelection selection) {
        this.selection = selection;
        this.where = selection.filters().keySet().stream()
                .map(filter -> " AND " + CONDITIONS.get(filter))
                .collect(Collectors.joining("", ALL + " WHERE s.gone_at IS NULL", ""));
    }

    /** One more than asked for, if there are. */
    @SuppressWarnings("unchecked")
    List<SpokeEntity> read(PageRequest page) {
        String key = KEYS.get(selection.key());
        String order = selection.isDescending() ? " DESC" : "";
        String behind = page.after() == 0
                ? ""
                : " AND (%s, s.id) %s (SELECT %s, s.id %s WHERE s.id = :after%s)"
                        .formatted(key, selection.isDescending() ? "<" : ">", key, ALL, within());
        Query query = SpokeEntity.getEntityManager()
                .createNativeQuery(
                        "SELECT s.*" + where + behind + " ORDER BY " + key + order + ", s.id" + order,
                        SpokeEntity.class);
        if (page.after() != 0) {
            query.setParameter("after", page.after());
        }
        return filtered(query).setMaxResults(page.limit() + 1).getResultList();
    }

    long total() {
        Query query = SpokeEntity.getEntityManager().createNativeQuery("SELECT count(*)" + where);
        return ((Number) filtered(query).getSingleResult()).longValue();
    }

    /** Whoever sees some organizations only learns nothing by a cursor that is another one's either. */
    private String within() {
        return selection.filters().containsKey(WITHIN) ? " AND " + CONDITIONS.get(WITHIN) : "";
    }

    private Query filtered(Query query) {
        selection.filters().forEach(query::setParameter);
        return query;
    }
}
