package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.param.billingportal.SessionCreateParams;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.access.Caller;
import io.wheelwright.audit.Audit;
import io.wheelwright.billing.stripe.BilledOrganizations;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;

/** The pages of Stripe on which customers manage what they have bought. Their URLs are handed out and kept nowhere. */
@ApplicationScoped
class Portals {

    private final StripeClient stripe;
    private final Customers customers;
    private final Payers payers;
    private final BilledOrganizations organizations;
    private final Audit audit;
    private final Caller caller;

    Portals(
            StripeConnection connection,
            Customers customers,
            Payers payers,
            BilledOrganizations organizations,
            Audit audit,
            Caller caller) {
        this.stripe = connection.client();
        this.customers = customers;
        this.payers = payers;
        this.organizations = organizations;
        this.audit = audit;
        this.caller = caller;
    }

    /** Opens the portal of an organization; ends the request where it is no customer of Stripe, or not a customer alone. */
    PortalView open(String orgId, String returnUrl) {
        Customer customer = customers.known(orgId);
        String payer = payers.known(customer)
                .orElseThrow(() -> Problem.of(
                        ProblemType.CONFLICT,
                        "%s has bought nothing through Stripe: begin with POST /hub/api/v1/billing/checkout."
                                .formatted(orgId)));
        Buyers.checkStripeBills(customer);
        if (organizations.isShared(payer, customer)) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "Another organization pays as the same customer of Stripe, and the portal would show what it has"
                            + " bought: ask who runs this hub.");
        }
        QuarkusTransaction.requiringNew()
                .run(() -> audit.record(caller.actor(), "open-portal", "Organization", orgId, null, null));
        try {
            return new PortalView(stripe.v1()
                    .billingPortal()
                    .sessions()
                    .create(SessionCreateParams.builder()
                            .setCustomer(payer)
                            .setReturnUrl(returnUrl)
                            .build())
                    .getUrl());
        } catch (StripeException e) {
            throw refused(Refusal.of(e));
        }
    }

    private static RuntimeException refused(Refusal refusal) {
        return refusal.isFinal()
                ? Problem.of(
                        ProblemType.CONFLICT,
                        "The portal cannot be opened: %s The customer portal has to be set up in Stripe's dashboard."
                                .formatted(refusal.error()))
                : Problem.of(ProblemType.UNAVAILABLE, refusal.error());
    }
}
