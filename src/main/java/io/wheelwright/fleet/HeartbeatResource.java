package io.wheelwright.fleet;

import io.smallrye.mutiny.Uni;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.Caller;
import io.wheelwright.access.Role;
import io.wheelwright.agent.protocol.HeartbeatRequest;
import io.wheelwright.agent.protocol.HeartbeatResponse;
import io.wheelwright.agent.protocol.InstalledPack;
import io.wheelwright.agent.protocol.PackProblem;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Takes the reports of agents. It never leaves the event loop: what it needs to know is in memory. */
@Path("/api/v1/heartbeat")
@Tag(name = "agent")
@RolesAllowed(Role.SPOKE)
public class HeartbeatResource {

    private static final int LONGEST_TEXT = 128;
    private static final int LONGEST_MESSAGE = 256;
    private static final int MOST_PACKS = 256;
    private static final int SHOWN_OF_A_NAME = 63;

    private final Roster roster;
    private final Heartbeats heartbeats;
    private final HeartbeatPace pace;
    private final Caller caller;
    private final int interval;
    private final int provisioningInterval;

    HeartbeatResource(
            Roster roster, Heartbeats heartbeats, HeartbeatPace pace, Caller caller, WheelwrightConfig config) {
        this.roster = roster;
        this.heartbeats = heartbeats;
        this.pace = pace;
        this.caller = caller;
        this.interval = (int) config.heartbeat().interval().toSeconds();
        this.provisioningInterval =
                (int) config.heartbeat().provisioningInterval().toSeconds();
    }

    /** Records a report and answers with what the spoke should know. */
    @POST
    @Operation(
            operationId = "reportHeartbeat",
            summary = "Records the report of a spoke, and tells it what it should know.",
            extensions = @Extension(name = "x-problems", value = "not-found unavailable"))
    public Uni<HeartbeatResponse> report(HeartbeatRequest report) {
        pace.admit(caller.id());
        check(Check.body(report));
        KnownSpoke spoke = roster.byUid(caller.id())
                .filter(known -> known.spokeId().equals(report.spokeId()))
                .orElseThrow(() -> Problem.notFound("spoke", report.spokeId()));
        return Uni.createFrom()
                .completionStage(heartbeats.receive(spoke, report))
                .onFailure(SQLException.class)
                .transform(away -> Problem.of(ProblemType.UNAVAILABLE, "The database is away: report again later."))
                .replaceWith(() -> answer(spoke, report));
    }

    private HeartbeatResponse answer(KnownSpoke spoke, HeartbeatRequest report) {
        return new HeartbeatResponse(
                true,
                spoke.licensed(),
                spoke.access().name(),
                spoke.licenseRevision(),
                spoke.handedOff() ? interval : provisioningInterval,
                SignalsFor.of(spoke, report));
    }

    private static void check(HeartbeatRequest report) {
        Check check = new Check()
                .text("spoke_id", report.spokeId(), LONGEST_TEXT)
                .text("os_version", report.osVersion(), LONGEST_TEXT)
                .required("status", report.status())
                .required("uptime_seconds", report.uptimeSeconds())
                .within("uptime_seconds", report.uptimeSeconds(), 0, Long.MAX_VALUE)
                .optionalText("agent_version", report.agentVersion(), LONGEST_TEXT)
                .optionalText("manifest_digest", report.manifestDigest(), LONGEST_TEXT)
                .size("usage", report.usage(), HeartbeatRequest.MOST_COUNTERS)
                .size("installed_packs", report.installedPacks(), MOST_PACKS)
                .size("pack_problems", report.packProblems(), MOST_PACKS);
        if (report.usage() != null) {
            counters(check, report.usage());
        }
        if (report.installedPacks() != null) {
            packs(check, report.installedPacks());
        }
        if (report.packProblems() != null) {
            problems(check, report.packProblems());
        }
        check.done();
    }

    private static void counters(Check check, Map<String, Long> usage) {
        usage.forEach((name, count) -> {
            if (!HeartbeatRequest.COUNTER_NAME.matcher(name).matches()) {
                check.error(
                        "usage." + shown(name),
                        "must be called by a letter and up to 62 letters, digits, dots, dashes and underscores");
            } else if (count == null || count < 0) {
                check.error("usage." + name, "must be a whole number, 0 or more");
            }
        });
    }

    /** Enough of a name to find it by. */
    private static String shown(String name) {
        String printable = name.replaceAll("\\p{Cntrl}", "?");
        return printable.substring(0, Math.min(printable.length(), SHOWN_OF_A_NAME));
    }

    private static void problems(Check check, List<PackProblem> problems) {
        for (int i = 0; i < problems.size(); i++) {
            String field = "pack_problems[" + i + "]";
            if (problems.get(i) == null) {
                check.error(field, "must be an object");
            } else {
                check.text(field + ".name", problems.get(i).name(), LONGEST_TEXT)
                        .text(field + ".version", problems.get(i).version(), LONGEST_TEXT)
                        .text(field + ".message", problems.get(i).message(), LONGEST_MESSAGE);
            }
        }
    }

    private static void packs(Check check, List<InstalledPack> packs) {
        for (int i = 0; i < packs.size(); i++) {
            String field = "installed_packs[" + i + "]";
            if (packs.get(i) == null) {
                check.error(field, "must be an object");
            } else {
                check.text(field + ".name", packs.get(i).name(), LONGEST_TEXT)
                        .text(field + ".version", packs.get(i).version(), LONGEST_TEXT);
            }
        }
    }
}
