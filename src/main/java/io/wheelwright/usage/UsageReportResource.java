package io.wheelwright.usage;

import io.wheelwright.access.Role;
import io.wheelwright.agent.protocol.UsageReceipt;
import io.wheelwright.agent.protocol.UsageReport;
import io.wheelwright.fleet.Fleet;
import io.wheelwright.fleet.OwnSpoke;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Takes the usage that agents report. */
@Path("/api/v1/usage")
@Tag(name = "agent")
@RolesAllowed(Role.SPOKE)
public class UsageReportResource {

    private final OwnSpoke own;
    private final Fleet fleet;
    private final UsageIntake intake;
    private final Clock clock;

    UsageReportResource(OwnSpoke own, Fleet fleet, UsageIntake intake, Clock clock) {
        this.own = own;
        this.fleet = fleet;
        this.intake = intake;
        this.clock = clock;
    }

    /** Counts what the spoke that calls has used. */
    @POST
    @Operation(
            operationId = "reportUsage",
            summary = "Counts what a spoke has used in a period, once for each batch.",
            extensions = @Extension(name = "x-problems", value = "too-many-requests conflict"))
    public UsageReceipt report(UsageReport report) {
        UsageReport checked = ReportCheck.of(Check.body(report), clock.instant());
        return fleet.tenant(own.uid(checked.spokeId()))
                .map(spoke -> intake.take(spoke, checked))
                .orElseThrow(() -> Problem.notFound("spoke", checked.spokeId()));
    }
}
