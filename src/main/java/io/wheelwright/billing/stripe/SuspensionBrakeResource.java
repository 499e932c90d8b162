package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.access.Caller;
import io.wheelwright.access.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The brake of suspensions, over REST. */
@Path("/api/v1/billing/brake")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "billing")
@RolesAllowed(Role.ADMIN)
public class SuspensionBrakeResource {

    private final SuspensionBrake brake;
    private final Caller caller;

    SuspensionBrakeResource(SuspensionBrake brake, Caller caller) {
        this.brake = brake;
        this.caller = caller;
    }

    /**
     * The brake as REST shows it.
     *
     * @param engagedAt since when it holds suspensions back; null when it does not
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record SuspensionBrakeView(boolean engaged, Instant engagedAt) {

        static SuspensionBrakeView of(Optional<Instant> engagedAt) {
            return new SuspensionBrakeView(engagedAt.isPresent(), engagedAt.orElse(null));
        }
    }

    /** Shows whether the brake holds suspensions back. */
    @GET
    @Operation(operationId = "getSuspensionBrake", summary = "Shows whether the brake holds suspensions back.")
    public SuspensionBrakeView get() {
        return SuspensionBrakeView.of(brake.engagedAt());
    }

    /** Lets suspensions go on that the brake holds back. */
    @POST
    @Path("/release")
    @Operation(operationId = "releaseSuspensionBrake", summary = "Lets suspensions go on that the brake holds back.")
    public SuspensionBrakeView release() {
        brake.release(caller.actor());
        brake.lookAgain();
        return SuspensionBrakeView.of(brake.engagedAt());
    }
}
