package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.access.Role;
import io.wheelwright.billing.stripe.StripeCheck.Finding;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How well the account at Stripe is, over REST. */
@Path("/api/v1/billing/doctor")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "billing")
@RolesAllowed(Role.ADMIN)
public class StripeDoctorResource {

    private final StripeDoctor doctor;

    StripeDoctorResource(StripeDoctor doctor) {
        this.doctor = doctor;
    }

    /**
     * What was found.
     *
     * @param healthy whether nothing has failed; there may be warnings
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record StripeHealthView(boolean healthy, List<StripeCheck> checks) {

        static StripeHealthView of(List<StripeCheck> checks) {
            return new StripeHealthView(checks.stream().noneMatch(check -> check.finding() == Finding.failed), checks);
        }
    }

    /** Looks at the account. */
    @GET
    @Operation(
            operationId = "examineStripe",
            summary =
                    "Looks whether the account at Stripe is as the hub needs it: key, rights, webhook endpoint, prices.")
    public StripeHealthView get() {
        return StripeHealthView.of(doctor.examine());
    }
}
