package io.wheelwright.billing.stripe;

import io.wheelwright.access.Role;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.OwnOrganization;
import io.wheelwright.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Why a customer may do what it may, over REST. */
@Path("/api/v1/organizations/{org_id}/billing/explain")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "billing")
@RolesAllowed(Role.ADMIN)
public class ExplanationResource {

    private static final String AT = "at";
    private static final int MOST_EVENTS = 20;
    private static final int MOST_DEALINGS = 10;

    private final Customers customers;
    private final OwnOrganization own;
    private final Dealings dealings;
    private final Disputes disputes;
    private final Clock clock;

    ExplanationResource(Customers customers, OwnOrganization own, Dealings dealings, Disputes disputes, Clock clock) {
        this.customers = customers;
        this.own = own;
        this.dealings = dealings;
        this.disputes = disputes;
        this.clock = clock;
    }

    /** Explains the access of a customer. */
    @GET
    @Transactional
    @Operation(
            operationId = "explainBilling",
            summary =
                    "Explains what an organization may do, now or on a date ahead if the biller says nothing else until"
                            + " then: facts, rule, deadlines, and the calls, refunds and events that led there.")
    public Explanation explain(@PathParam("org_id") String orgId, @QueryParam(AT) String at) {
        Instant now = clock.instant();
        Customer customer = customers.known(orgId);
        return Explanation.of(customer, own.is(orgId), at == null ? now : ahead(at, now), trail(customer));
    }

    private Explanation.Trail trail(Customer customer) {
        return new Explanation.Trail(
                SubscriptionRow.of(customer.orgId()).stream()
                        .map(Explanation.ReadSubscription::of)
                        .toList(),
                dealings.latestCalls(customer.uid(), MOST_DEALINGS),
                dealings.latestRefunds(customer.uid(), MOST_DEALINGS),
                disputes.latest(customer.uid()),
                EventEntity.latest(customer.orgId(), customer.uid(), MOST_EVENTS).stream()
                        .map(EventEntity::view)
                        .toList());
    }

    private static Instant ahead(String at, Instant now) {
        try {
            Instant wanted = Instant.parse(at);
            if (wanted.isBefore(now)) {
                throw Problem.invalid(AT, "must not be in the past: what the biller said then is in the audit");
            }
            return wanted;
        } catch (DateTimeParseException wrong) {
            throw Problem.invalid(AT, "must be an instant such as 2030-01-31T12:00:00Z");
        }
    }
}
