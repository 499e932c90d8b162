package io.wheelwright.lifecycle;

import io.wheelwright.Json;
import io.wheelwright.access.Caller;
import io.wheelwright.access.Role;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.idempotency.Once;
import io.wheelwright.idempotency.Replies;
import io.wheelwright.idempotency.Reply;
import io.wheelwright.organization.BillingClaim;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.OrganizationBilling;
import io.wheelwright.organization.OwnOrganization;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the biller says of an organization, over REST: read by anybody of the staff, written by hand or by another biller. */
@Path("/api/v1/organizations/{org_id}/billing-state")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "organizations")
@RolesAllowed({Role.ADMIN, Role.BILLER})
public class BillingStateResource {

    private final Customers customers;
    private final OrganizationBilling billing;
    private final OwnOrganization own;
    private final Plans plans;
    private final Once once;
    private final Caller caller;
    private final Clock clock;

    BillingStateResource(
            Customers customers,
            OrganizationBilling billing,
            OwnOrganization own,
            Plans plans,
            Once once,
            Caller caller,
            Clock clock) {
        this.customers = customers;
        this.billing = billing;
        this.own = own;
        this.plans = plans;
        this.once = once;
        this.caller = caller;
        this.clock = clock;
    }

    /** Shows what the biller says. */
    @GET
    @Operation(
            operationId = "getBillingState",
            summary = "Shows what the biller says of an organization, and the access that follows from it now.")
    @APIResponse(
            responseCode = "200",
            description = "The billing state.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = BillingStateView.class)))
    public Response get(@PathParam("org_id") String orgId) {
        Customer customer = customers.known(orgId);
        return Response.ok(BillingStateView.of(customer, own.is(customer.orgId()), clock.instant()))
                .header("ETag", BillingClaim.etag(customer.billing()))
                .build();
    }

    /** Says something else. */
    @PUT
    @Operation(
            operationId = "putBillingState",
            summary = "Says as the biller how the subscription of an organization stands: all of it, at once.",
            extensions = @Extension(name = "x-problems", value = "conflict owned-by-another unavailable"))
    @APIResponse(
            responseCode = "200",
            description = "The billing state as it is now; the resource follows.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = BillingStateView.class)))
    public Response put(
            @PathParam("org_id") String orgId,
            @HeaderParam("Idempotency-Key") String key,
            @HeaderParam("If-Match") String ifMatch,
            BillingStateRequest body) {
        BillingStateRequest wanted = spokenFor(Check.body(body).checked());
        return Replies.response(once.perform(key, "PUT organizations/" + orgId + "/billing-state", wanted, () -> {
            if (wanted.ends(clock.instant())) {
                own.spare(orgId);
            }
            BillingFacts facts = TrialGrace.filledIn(wanted.facts(), plans.had(customers.known(orgId)));
            Supplier<Customer> write = billing.prepare(
                    orgId, wanted.claim(Optional.ofNullable(ifMatch)), now -> completed(facts, now, wanted));
            return () -> reply(write.get());
        }));
    }

    /**
     * What a request cannot say stays, as long as the same biller states the same. Who writes by hand says the whole of it: a
     * concern that came along with a deactivation could be taken away by nobody.
     */
    static BillingFacts completed(BillingFacts facts, BillingFacts before, BillingStateRequest wanted) {
        boolean same = before != null
                && before.state() == facts.state()
                && wanted.claim(Optional.empty()).source().equals(before.source());
        return same
                ? BillingFactsBuilder.builder(facts)
                        .fullUntil(before.fullUntil())
                        .concern(BillingClaim.MANUAL.equals(before.source()) ? null : before.concern())
                        .build()
                : facts;
    }

    /** The biller speaks for itself; who takes a customer from another biller is the administrator's to say. */
    private BillingStateRequest spokenFor(BillingStateRequest said) {
        return caller.biller()
                .map(biller -> {
                    if (!biller.equals(Objects.requireNonNullElse(said.source(), biller))
                            || said.takeOverFrom() != null) {
                        throw Problem.of(
                                ProblemType.FORBIDDEN,
                                "You write as " + biller
                                        + ", and what no other biller keeps: leave out take_over_from, and"
                                        + " any other source. An administrator hands a customer over.");
                    }
                    return said.from(biller);
                })
                .orElse(said);
    }

    private Reply reply(Customer customer) {
        return new Reply(
                200,
                null,
                BillingClaim.etag(customer.billing()),
                Json.tree(BillingStateView.of(customer, own.is(customer.orgId()), clock.instant())));
    }
}
