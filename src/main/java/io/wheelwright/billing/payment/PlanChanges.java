package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.model.Invoice;
import com.stripe.model.Subscription;
import com.stripe.param.InvoiceCreatePreviewParams;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.billing.stripe.Purchases;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.fleet.Fleet;
import io.wheelwright.fleet.Tenant;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import io.wheelwright.product.Products;
import io.wheelwright.usage.PlanFit;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Changes plans of subscriptions at Stripe, and tells beforehand what that costs. */
@ApplicationScoped
class PlanChanges {

    private final Customers customers;
    private final Purchases purchases;
    private final Products products;
    private final Offer offer;
    private final Fleet fleet;
    private final PlanFit fit;
    private final StripeClient stripe;
    private final PlanCalls kind;
    private final StripeCalls calls;
    private final Clock clock;

    PlanChanges(
            Customers customers,
            Purchases purchases,
            Products products,
            Offer offer,
            Fleet fleet,
            PlanFit fit,
            StripeConnection connection,
            PlanCalls kind,
            StripeCalls calls,
            Clock clock) {
        this.customers = customers;
        this.purchases = purchases;
        this.products = products;
        this.offer = offer;
        this.fleet = fleet;
        this.fit = fit;
        this.stripe = connection.client();
        this.kind = kind;
        this.calls = calls;
        this.clock = clock;
    }

    /** A change that can be made, as far as the hub can tell. */
    private record Change(Subscription subscription, PlanChoice choice) {}

    /** Looks whether it can be, outside of a transaction, and returns what asks for it inside of one. */
    Supplier<UUID> change(String orgId, PlanChangeRequest request) {
        Change change = look(orgId, request);
        Long date = ProrationDate.checked(request.prorationDate(), Period.of(change.subscription()), clock.instant());
        PlanOrder order = new PlanOrder(
                change.subscription().getId(),
                change.choice().item().getId(),
                change.choice().item().getPrice().getId(),
                change.choice().wanted().stripePriceId(),
                request.plan(),
                date);
        return () -> calls.request(kind, orgId, order, null);
    }

    /** What it would cost at once. */
    PlanChangePreview preview(String orgId, PlanChangeRequest request) {
        Change change = look(orgId, request);
        Period period = Period.of(change.subscription());
        Long told = ProrationDate.checked(request.prorationDate(), period, clock.instant());
        Instant date = told == null ? ProrationDate.of(period, clock.instant()) : Instant.ofEpochSecond(told);
        Invoice invoice = Asked.now(() -> stripe.v1().invoices().createPreview(preview(change, date)));
        return PlanChangePreview.of(change.choice(), invoice, date, PlannedEnd.of(change.subscription()));
    }

    /** What came of it; where it waits for a payment, with the place to pay, which is kept nowhere. */
    PlanChangeView outcome(CallView call) {
        PlanChangeView view = Json.convert(call.result(), PlanChangeView.class);
        return view.outcome().equals(PlanChangeView.PENDING) && view.invoiceId() != null
                ? view.payAt(Asked.now(
                        () -> stripe.v1().invoices().retrieve(view.invoiceId()).getHostedInvoiceUrl()))
                : view;
    }

    private Change look(String orgId, PlanChangeRequest request) {
        Customer customer = customers.known(orgId);
        String id = purchases.requireLiving(customer).id();
        Buyers.checkStripeBills(customer);
        Optional<ProductSpec> product = Optional.ofNullable(request.productId()).map(name -> products.spec(name)
                .orElseThrow(() -> Problem.invalid("product_id", "is not the name of a product")));
        Subscription subscription = Asked.now(() -> stripe.v1().subscriptions().retrieve(id));
        if (subscription.getPendingUpdate() != null) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "A change of plan waits for its payment until %s: pay it, or wait until then."
                            .formatted(Instant.ofEpochSecond(
                                    subscription.getPendingUpdate().getExpiresAt())));
        }
        PlanChoice choice = PlanChoice.of(subscription.getItems().getData(), products.specs(), product, request.plan());
        offer.checkSold(choice.wanted());
        checkFit(customer, choice);
        return new Change(subscription, choice);
    }

    private void checkFit(Customer customer, PlanChoice choice) {
        List<Tenant> spokes = customer.uid() == null
                ? List.of()
                : fleet.tenants(customer.uid()).stream()
                        .filter(spoke -> !spoke.ownBilling())
                        .toList();
        List<PlanFit.Excess> excess = fit.excess(spokes, choice.present(), choice.wanted());
        if (!excess.isEmpty()) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    excess.stream()
                            .map(PlanFit.Excess::text)
                            .collect(Collectors.joining("; ", "More is used than fits: ", ".")));
        }
    }

    private static InvoiceCreatePreviewParams preview(Change change, Instant date) {
        return InvoiceCreatePreviewParams.builder()
                .setSubscription(change.subscription().getId())
                .setSubscriptionDetails(InvoiceCreatePreviewParams.SubscriptionDetails.builder()
                        .addItem(InvoiceCreatePreviewParams.SubscriptionDetails.Item.builder()
                                .setId(change.choice().item().getId())
                                .setPrice(change.choice().wanted().stripePriceId())
                                .build())
                        .setProrationBehavior(
                                InvoiceCreatePreviewParams.SubscriptionDetails.ProrationBehavior.ALWAYS_INVOICE)
                        .setProrationDate(date.getEpochSecond())
                        .build())
                .build();
    }
}
