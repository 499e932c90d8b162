package io.wheelwright.fleet;

import io.wheelwright.problem.Check;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which spokes a list shows, and in which order, as the query says it. What is absent is not asked for. */
public class SpokeSelection {

    private static final int LONGEST = 253;
    private static final int LONGEST_TEXT = 128;
    private static final Pattern STATUS = Pattern.compile("provisioning|active|suspended|decommissioned");
    private static final Pattern HEALTH = Pattern.compile("Healthy|Degraded|Stale|Unreachable");
    private static final String CREATED_AT = "created_at";

    @QueryParam("org_id")
    public String orgId;

    @QueryParam("status")
    public String status;

    @QueryParam("health")
    public String health;

    @QueryParam("plan")
    public String plan;

    @QueryParam("region")
    public String region;

    @QueryParam("product")
    public String product;

    @QueryParam("version")
    public String version;

    @QueryParam("q")
    public String search;

    @QueryParam("sort")
    public String sort;

    /** Names of the organizations that the caller may see, apart by commas; null for all. */
    private String within;

    /** Ends the request when something is asked for that cannot be. */
    SpokeSelection checked(UriInfo uri) {
        new Check()
                .filled(uri, "org_id", "status", "health", "plan", "region", "product", "version", "q", "sort")
                .optionalText("org_id", orgId, LONGEST)
                .optionalText("status", status, LONGEST)
                .matches("status", status, STATUS, "must be provisioning, active, suspended or decommissioned")
                .optionalText("health", health, LONGEST)
                .matches("health", health, HEALTH, "must be Healthy, Degraded, Stale or Unreachable")
                .optionalText("plan", plan, LONGEST)
                .optionalText("region", region, LONGEST)
                .optionalText("product", product, LONGEST)
                .optionalText("version", version, LONGEST_TEXT)
                .optionalText("q", search, LONGEST_TEXT)
                .optionalText("sort", sort, LONGEST)
                .matches("sort", sort, SpokeListing.SORTS, "must be " + SpokeListing.SORTS_IN_WORDS)
                .done();
        return this;
    }

    /** Of these organizations only; empty for all. */
    SpokeSelection within(Optional<Set<String>> orgIds) {
        within = orgIds.map(names -> String.join(",", names)).orElse(null);
        return this;
    }

    /** What is asked for, by the names of {@link SpokeListing}. */
    Map<String, String> filters() {
        Map<String, String> filters = new LinkedHashMap<>();
        filters.put("within", within);
        filters.put("org", orgId);
        filters.put("status", status);
        filters.put("health", health);
        filters.put("plan", plan);
        filters.put("region", region);
        filters.put("product", product);
        filters.put("version", version);
        filters.put("search", search);
        filters.values().removeIf(value -> value == null);
        return filters;
    }

    /** What the list is sorted by. */
    String key() {
        return sort == null ? CREATED_AT : sort.replaceFirst("^-", "");
    }

    boolean isDescending() {
        return sort != null && sort.startsWith("-");
    }
}
