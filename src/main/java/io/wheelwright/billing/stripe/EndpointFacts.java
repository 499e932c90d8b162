package io.wheelwright.billing.stripe;

import com.stripe.model.WebhookEndpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * A webhook endpoint of the account.
 *
 * @param version API version that its events have; null for the default of the account
 * @param types types of events that it is sent; {@code *} for nearly all
 */
public record EndpointFacts(String id, String url, boolean enabled, String version, List<String> types) {

    private static final String SUBJECT = "webhook endpoint";

    /** What the hub has to hear of; the other types that it understands tell of nothing that these do not. */
    private static final List<String> NEEDED = List.of(
            "checkout.session.completed",
            "customer.subscription.created",
            "customer.subscription.updated",
            "customer.subscription.deleted",
            "customer.subscription.paused",
            "customer.subscription.resumed",
            "invoice.paid",
            "invoice.payment_action_required",
            "invoice.payment_failed",
            "refund.created",
            "refund.updated",
            "refund.failed",
            "charge.dispute.created",
            "charge.dispute.updated",
            "charge.dispute.closed");

    /** All types that the hub does something about: what an endpoint that the hub makes is sent. */
    public static final List<String> HANDLED = List.of(
            "charge.dispute.closed",
            "charge.dispute.created",
            "charge.dispute.funds_reinstated",
            "charge.dispute.funds_withdrawn",
            "charge.dispute.updated",
            "charge.refund.updated",
            "charge.refunded",
            "checkout.session.async_payment_failed",
            "checkout.session.async_payment_succeeded",
            "checkout.session.completed",
            "customer.deleted",
            "customer.subscription.created",
            "customer.subscription.deleted",
            "customer.subscription.paused",
            "customer.subscription.pending_update_applied",
            "customer.subscription.pending_update_expired",
            "customer.subscription.resumed",
            "customer.subscription.trial_will_end",
            "customer.subscription.updated",
            "customer.updated",
            "invoice.created",
            "invoice.deleted",
            "invoice.finalization_failed",
            "invoice.finalized",
            "invoice.marked_uncollectible",
            "invoice.overdue",
            "invoice.overpaid",
            "invoice.paid",
            "invoice.payment_action_required",
            "invoice.payment_attempt_required",
            "invoice.payment_failed",
            "invoice.payment_succeeded",
            "invoice.sent",
            "invoice.updated",
            "invoice.voided",
            "invoice.will_be_due",
            "refund.created",
            "refund.failed",
            "refund.updated");

    static EndpointFacts of(WebhookEndpoint endpoint) {
        return new EndpointFacts(
                endpoint.getId(),
                endpoint.getUrl(),
                "enabled".equals(endpoint.getStatus()),
                endpoint.getApiVersion(),
                endpoint.getEnabledEvents());
    }

    /**
     * Whether the hub is told of what happens.
     *
     * @param all endpoints of the account
     * @param url where the hub takes events
     * @param wanted API version of the hub's library
     */
    public static List<StripeCheck> check(List<EndpointFacts> all, String url, String wanted) {
        List<EndpointFacts> ours =
                all.stream().filter(endpoint -> endpoint.url.equals(url)).toList();
        List<EndpointFacts> enabled =
                ours.stream().filter(EndpointFacts::enabled).toList();
        if (enabled.isEmpty()) {
            String what =
                    ours.isEmpty() ? "There is none with the URL %s: make it." : "That of %s is disabled: enable it.";
            return List.of(StripeCheck.failed(SUBJECT, what.formatted(url)));
        }
        List<StripeCheck> checks = new ArrayList<>();
        if (enabled.size() > 1) {
            checks.add(StripeCheck.warning(
                    SUBJECT,
                    "%d have the URL %s, so each event comes as often: keep one.".formatted(enabled.size(), url)));
        }
        enabled.forEach(endpoint -> checks.addAll(endpoint.check(wanted)));
        return checks;
    }

    private List<StripeCheck> check(String wanted) {
        List<StripeCheck> checks = new ArrayList<>();
        List<String> missing = NEEDED.stream()
                .filter(type -> !types.contains("*") && !types.contains(type))
                .toList();
        if (!missing.isEmpty()) {
            checks.add(StripeCheck.failed(
                    SUBJECT, "%s is not sent %s: add them.".formatted(id, String.join(", ", missing))));
        }
        if (!wanted.equals(version)) {
            checks.add(StripeCheck.warning(
                    SUBJECT,
                    "%s has the API version %s: make it anew with %s."
                            .formatted(id, version == null ? "of the account" : version, wanted)));
        }
        return checks.isEmpty() ? List.of(StripeCheck.ok(SUBJECT, id + " is sent what the hub needs.")) : checks;
    }
}
