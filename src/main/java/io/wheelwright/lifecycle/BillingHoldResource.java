package io.wheelwright.lifecycle;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.access.Caller;
import io.wheelwright.access.Role;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingHold;
import io.wheelwright.billing.stripe.Purchases;
import io.wheelwright.organization.BillingClaim;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.OrganizationBilling;
import io.wheelwright.organization.OwnOrganization;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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

    private final Customers customers;
    private final OrganizationBilling billing;
    private final OwnOrganization own;
    private final Purchases purchases;
    private final Caller caller;
    private final Clock clock;

    BillingHoldResource(
            Customers customers,
            OrganizationBilling billing,
            OwnOrganization own,
            Purchases purchases,
            Caller caller,
            Clock clock) {
        this.customers = customers;
        this.billing = billing;
        this.own = own;
        this.purchases = purchases;
        this.caller = caller;
        this.clock = clock;
    }

    /** Puts a hold. */
    @PUT
    @Operation(
            operationId = "holdBilling",
            summary = "Has billing take nothing from an organization until a day, whatever its biller says.",
            extensions = @Extension(name = "x-problems", value = "conflict owned-by-another unavailable"))
    public BillingStateView put(@PathParam("org_id") String orgId, BillingHoldRequest body) {
        BillingHoldRequest wanted = Check.body(body).checked(clock.instant());
        BillingHold hold =
                new BillingHold(wanted.reason(), caller.actor(), wanted.until().truncatedTo(ChronoUnit.SECONDS));
        return write(orgId, facts -> with(facts, hold));
    }

    /** Lifts a hold. */
    @DELETE
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "releaseBilling",
            summary = "Ends the hold on the billing of an organization: what its biller says counts again.",
            extensions = @Extension(name = "x-problems", value = "conflict owned-by-another unavailable"))
    public BillingStateView lift(@PathParam("org_id") String orgId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return write(
                orgId,
                facts -> facts.hold() == null || !facts.hold().until().isAfter(now)
                        ? facts
                        : with(facts, new BillingHold(facts.hold().reason(), caller.actor(), now)));
    }

    private BillingStateView write(String orgId, UnaryOperator<BillingFacts> change) {
        Customer customer = customers.known(orgId);
        String source = customer.facts().map(BillingFacts::source).orElseThrow(() -> nobodyBills(orgId));
        Supplier<Customer> write =
                billing.prepare(orgId, new BillingClaim(source, null, Optional.empty()), billed(orgId, change));
        Customer after = QuarkusTransaction.requiringNew().call(() -> {
            purchases.readAgain(orgId, clock.instant());
            return write.get();
        });
        return BillingStateView.of(after, own.is(orgId), clock.instant());
    }

    /** The billing state may have been taken away since it was looked at. */
    static UnaryOperator<BillingFacts> billed(String orgId, UnaryOperator<BillingFacts> change) {
        return facts -> change.apply(Optional.ofNullable(facts).orElseThrow(() -> nobodyBills(orgId)));
    }

    private static HttpProblem nobodyBills(String orgId) {
        return Problem.of(ProblemType.CONFLICT, "Nobody bills %s: nothing is taken from it.".formatted(orgId));
    }

    private static BillingFacts with(BillingFacts facts, BillingHold hold) {
        return BillingFactsBuilder.builder(facts).hold(hold).build();
    }
}
