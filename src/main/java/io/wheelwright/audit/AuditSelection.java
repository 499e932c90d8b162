package io.wheelwright.audit;

import io.wheelwright.problem.Check;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.TreeMap;

/** Which changes are asked for, as the query says it. What is absent is not asked for. */
public class AuditSelection {

    private static final int LONGEST = 512;

    @QueryParam("object")
    public String object;

    @QueryParam("kind")
    public String kind;

    @QueryParam("actor")
    public String actor;

    @QueryParam("action")
    public String action;

    @QueryParam("origin")
    public String origin;

    @QueryParam("request_id")
    public String requestId;

    @QueryParam("from")
    public String from;

    @QueryParam("until")
    public String until;

    /** Ends the request when something is asked for that could not be there. */
    AuditFilter checked(UriInfo uri) {
        Check check = new Check()
                .filled(uri, "object", "kind", "actor", "action", "origin", "request_id", "from", "until")
                .optionalText("object", object, LONGEST)
                .optionalText("kind", kind, LONGEST)
                .optionalText("actor", actor, LONGEST)
                .optionalText("action", action, LONGEST)
                .optionalText("origin", origin, LONGEST)
                .optionalText("request_id", requestId, LONGEST);
        AuditSpan span = AuditSpan.of(check, from, until);
        check.done();
        return new AuditFilter(wanted(), span);
    }

    private Map<String, String> wanted() {
        Map<String, String> wanted = new TreeMap<>();
        wanted.put("object", object);
        wanted.put("kind", kind);
        wanted.put("actor", actor);
        wanted.put("action", action);
        wanted.put("origin", origin);
        wanted.put("requestId", requestId);
        wanted.values().removeIf(value -> value == null);
        return wanted;
    }
}
