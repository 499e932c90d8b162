package io.wheelwright.lifecycle;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.access.Role;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.OwnOrganization;
import io.wheelwright.problem.Check;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Holds that keep billing from taking anything, over REST. The billing state shows them. */
@Path("/api/v1/organizations/{org_id}/billing-hold")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "organizations")
@RolesAllowed(Role.ADMIN)
public class BillingHoldResource {

    private final BillingHolds holds;
    private final OwnOrganization own;
    private final Clock clock;

    BillingHoldResource(BillingHolds holds, OwnOrganization own, Clock clock) {
        this.holds = holds;
        this.own = own;
        this.clock = clock;
    }

    /** Puts a hold. */
    @PUT
    @Operation(
            operationId = "holdBilling",
            summary = "Has billing take nothing from an organization until a day, whatever its biller says.",
            extensions = @Extension(name = "x-problems", value = "conflict owned-by-another unavailable"))
    public BillingStateView put(@PathParam("org_id") String orgId, BillingHoldRequest body) {
        return written(holds.preparePut(orgId, Check.body(body).checked(clock.instant())));
    }

    /** Lifts a hold. */
    @DELETE
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "releaseBilling",
            summary =
                    "Ends the hold on the billing of an organization: what its biller says counts again; of a customer of"
                            + " Stripe in eleven minutes, when it was confirmed there.",
            extensions = @Extension(name = "x-problems", value = "conflict owned-by-another unavailable"))
    public BillingStateView lift(@PathParam("org_id") String orgId) {
        return written(holds.prepareLift(orgId));
    }

    private BillingStateView written(Supplier<Customer> write) {
        Customer after = QuarkusTransaction.requiringNew().call(write::get);
        return BillingStateView.of(after, own.is(after.orgId()), clock.instant());
    }
}
