package io.wheelwright.erasure;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** By what the rows of a customer are found: the organization's name, and what has belonged to it under that name. */
public record Extent(String orgId, Map<String, String[]> ids) {

    private static final String MEMBERS =
            "SELECT user_id FROM members WHERE organization IN " + "(SELECT id FROM organizations WHERE org_id = :org)";

    /** Those who belong to no other organization, be it there, gone, or under legal hold, and have nothing there. */
    private static final String WHO_LEAVE = """
            SELECT id FROM users WHERE id IN (%s)
            AND NOT EXISTS (SELECT 1 FROM members m JOIN organizations o ON o.id = m.organization
                            WHERE m.user_id = users.id AND o.org_id <> :org)
            AND NOT EXISTS (SELECT 1 FROM api_tokens t JOIN organizations o ON o.id = t.organization
                            WHERE t.user_id = users.id AND o.org_id <> :org AND t.revoked_at IS NULL)
            """.formatted(MEMBERS);

    /** A Spoke that belongs to another organization now is not one of this. */
    private static final String SPOKES = """
            SELECT uid FROM spokes WHERE org_id = :org AND uid IS NOT NULL
            UNION SELECT spoke_uid FROM (SELECT spoke_uid FROM scheduled_deletions WHERE org_id = :org
                                         UNION SELECT spoke_uid FROM operations WHERE org_id = :org) AS former
              WHERE NOT EXISTS (SELECT 1 FROM spokes s WHERE s.uid = former.spoke_uid AND s.org_id <> :org)
            """;

    private static final String NOBODY = "SELECT id FROM users WHERE false AND :org = ''";

    /**
     * All that the organization has, and everybody who belongs to it, in the caller's transaction; what these people have
     * done apart from it is theirs.
     */
    public static Extent of(String orgId, EntityManager database) {
        return gathered(orgId, MEMBERS, NOBODY, database);
    }

    /** The same of one that is erased, with the people who go with it. They are locked, so that none joins another one. */
    static Extent erased(String orgId, EntityManager database) {
        list("SELECT id FROM users WHERE id IN (" + MEMBERS + ") ORDER BY id FOR UPDATE", orgId, database);
        return gathered(orgId, WHO_LEAVE, WHO_LEAVE, database);
    }

    /** Sets those parameters of a query that it has. */
    public Query set(Query query) {
        query.getParameters().forEach(parameter -> {
            String name = parameter.getName();
            if (name.equals("org")) {
                query.setParameter(name, orgId);
            } else if (ids.containsKey(name)) {
                query.setParameter(name, ids.get(name));
            }
        });
        return query;
    }

    String[] spokes() {
        return ids.get("spokes");
    }

    private static Extent gathered(String orgId, String people, String whole, EntityManager database) {
        Map<String, String> found = Map.of(
                "rows",
                "SELECT id FROM organizations WHERE org_id = :org",
                "uids",
                "SELECT uid FROM organizations WHERE org_id = :org AND uid IS NOT NULL",
                "spokes",
                SPOKES,
                "names",
                "SELECT DISTINCT spoke_id FROM spokes WHERE org_id = :org",
                "people",
                people,
                "keys",
                "SELECT email_key FROM users WHERE id IN (" + whole + ")",
                "addresses",
                "SELECT email FROM users WHERE id IN (" + whole + ")");
        return new Extent(
                orgId,
                found.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, ids -> list(ids.getValue(), orgId, database))));
    }

    private static String[] list(String sql, String orgId, EntityManager database) {
        List<?> found =
                database.createNativeQuery(sql).setParameter("org", orgId).getResultList();
        return found.stream().map(String::valueOf).toArray(String[]::new);
    }
}
