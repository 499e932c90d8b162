package io.wheelwright.billing.stripe;

import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.billing.stripe.StripeLife.Liver;
import io.wheelwright.license.LicenseCause;
import io.wheelwright.license.LicenseIssuer;
import io.wheelwright.license.LicenseSubject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a customer has come to, in words in which it can be compared with another who has lived the same life. */
final class WhereItEnds {

    private final ProductSpec product;
    private final StripeReader reader;
    private final LicenseIssuer licenses;
    private final Map<String, Organization> organizations;
    private final Instant now;

    WhereItEnds(
            ProductSpec product,
            StripeReader reader,
            LicenseIssuer licenses,
            Map<String, Organization> organizations,
            Instant now) {
        this.product = product;
        this.reader = reader;
        this.licenses = licenses;
        this.organizations = organizations;
        this.now = now;
    }

    /** What follows from Stripe, by a fresh look at it; null for nothing, and where only what has ended was ever seen. */
    BillingFacts byStripe(Liver liver) {
        List<SubscriptionFacts> all =
                liver.subscriptions.stream().map(id -> reader.read(id).get(0)).toList();
        Decision decision = Decision.of(all, List.of(), PriceBook.of(List.of(product)), null);
        return decision.isOver() && stated(liver) == null ? null : decision.facts();
    }

    /** What the resource says, without who says it and how often something else was said. */
    BillingFacts stated(Liver liver) {
        BillingFacts billing = organizations.get(liver.orgId).getSpec().billing();
        return billing == null
                ? null
                : BillingFactsBuilder.builder(billing)
                        .source(null)
                        .revision(null)
                        .build();
    }

    /** What is known of the customer, and what it was told. */
    Map<String, Object> of(Liver liver) {
        String uid = organizations.get(liver.orgId).getMetadata().getUid();
        Map<String, Object> end = new LinkedHashMap<>();
        end.put("subscriptions", rows(liver, uid, """
                SELECT subscription_id, customer_id, org_id, org_uid, status, facts, hold, note, attempts
                FROM stripe_subscriptions s WHERE org_id = :org ORDER BY subscription_id
                """));
        end.put("customers", rows(liver, uid, "SELECT customer_id, org_id FROM stripe_customers WHERE org_id = :org"));
        end.put("organization", rows(liver, uid, """
                SELECT status, stripe_customer_id, put_off_until, billing - 'revision' AS billing
                FROM organizations WHERE org_id = :org
                """));
        end.put("spec.billing", stated(liver));
        end.put("license", license(liver));
        end.put("events", rows(liver, uid, """
                SELECT subscription_id, type, state, count(*) AS times FROM stripe_events WHERE subscription_id IN
                  (SELECT subscription_id FROM stripe_subscriptions WHERE org_id = :org)
                GROUP BY subscription_id, type, state ORDER BY 1, 2, 3
                """));
        end.put(
                "stage",
                rows(liver, uid, "SELECT stage, since FROM lifecycle_stages WHERE org_uid = :uid AND :org <> ''"));
        end.put("mails", rows(liver, uid, """
                SELECT kind, anchor, model, recipient FROM mails WHERE org_uid = :uid AND :org <> ''
                ORDER BY kind, anchor
                """));
        return end;
    }

    private String license(Liver liver) {
        Optional<BillingFacts> facts =
                Optional.ofNullable(organizations.get(liver.orgId).getSpec().billing());
        PlanSpec plan = product.plans().stream()
                .filter(one -> facts.isEmpty() || one.id().equals(facts.get().plan()))
                .findFirst()
                .orElseThrow();
        Entitlement entitlement = Entitlement.of(facts.orElse(null), plan, null, now);
        BillingState state = facts.map(BillingFacts::state).orElse(BillingState.manual);
        boolean trial = state == BillingState.trialing;
        return licenses.meaningHash(new LicenseSubject(
                "spoke",
                "spoke",
                "organization",
                "organization",
                "Acme",
                entitlement,
                product.plans().indexOf(plan),
                1,
                state.name(),
                trial,
                facts.filter(known -> trial).map(BillingFacts::trialEndsAt),
                facts.map(BillingFacts::currentPeriodEnd),
                false,
                LicenseCause.of(entitlement.reason(), facts.orElse(null))));
    }

    /** Rows as JSON; what is only a name reads the same for all who live the same life. */
    private static List<String> rows(Liver liver, String uid, String query) {
        List<?> rows = QuarkusTransaction.requiringNew().call(() -> {
            var wanted = Panache.getEntityManager()
                    .createNativeQuery("SELECT to_jsonb(r)::text FROM (%s) AS r".formatted(query))
                    .setParameter("org", liver.orgId);
            return (query.contains(":uid") ? wanted.setParameter("uid", uid) : wanted).getResultList();
        });
        return rows.stream().map(row -> unnamed((String) row, liver, uid)).toList();
    }

    private static String unnamed(String row, Liver liver, String uid) {
        String text = row.replace(uid, "UID").replace(liver.orgId, "ORG").replace(liver.customer, "CUSTOMER");
        for (String subscription : liver.subscriptions) {
            text = text.replace(subscription, "SUBSCRIPTION" + liver.subscriptions.indexOf(subscription));
        }
        int number = 0;
        for (String invoice : liver.invoices) {
            text = text.replace(invoice, "INVOICE" + number++);
        }
        return text;
    }
}
