package io.wheelwright.billing.stripe;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.awaitility.Awaitility.await;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import com.stripe.model.WebhookEndpoint;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.SubscriptionCreateParams.BillingMode;
import com.stripe.param.SubscriptionUpdateParams;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.stripe.StripeBuyers;
import io.wheelwright.lab.stripe.StripeLab;
import io.wheelwright.lab.stripe.StripePrices;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Customers at the lab's Stripe, and the product whose plan they buy. */
public final class StripeCustomers {

    static final int GRACE = 5;
    static final int RETENTION = 40;

    private static final Set<String> LISTENING = new HashSet<>();
    private static String sold;
    private static String product;

    private final StripeLab lab;
    private final HubSpace space;
    private final StripeBuyers buyers;
    private final StripeClient client;

    StripeCustomers(StripeLab lab, HubSpace space) {
        this.lab = lab;
        this.space = space;
        this.buyers = new StripeBuyers(lab, lab.apiKey() + "_by_hand");
        this.client = buyers.client();
    }

    /** Has the events sent to the hub, once; it sells a plan at a price of Stripe from then on. */
    void listen() throws StripeException {
        if (LISTENING.add(lab.url() + " " + webhook())) {
            lab.registerEndpoint(URI.create(webhook()));
            sold = price();
            product = publish(sold);
        }
    }

    /** Where the hub takes events. */
    private String webhook() {
        return "http://127.0.0.1:" + space.port() + OnStripe.API + "/billing/webhook";
    }

    /** The account has no endpoint of the hub's from now on; what happens meanwhile is told to nobody. */
    public void deafen() throws StripeException {
        lab.deliveries().drop(type -> true);
        unlisten(webhook());
    }

    /** It has the one again that it had, and no other. */
    public void listenAgain() throws StripeException {
        unlisten(webhook());
        lab.registerEndpoint(URI.create(webhook()));
        lab.deliveries().drop(type -> false);
    }

    /** Has the account forget where events are sent. */
    public void unlisten(String webhook) throws StripeException {
        for (WebhookEndpoint one : endpoints(webhook)) {
            client.v1().webhookEndpoints().delete(one.getId());
        }
    }

    /** The account's endpoints with an URL. */
    public List<WebhookEndpoint> endpoints(String webhook) throws StripeException {
        List<WebhookEndpoint> all = new ArrayList<>();
        client.v1().webhookEndpoints().list().autoPagingIterable().forEach(all::add);
        return all.stream().filter(one -> one.getUrl().equals(webhook)).toList();
    }

    /** Those who buy what is none of the plan, or in another way. */
    public StripeBuyers buyers() {
        return buyers;
    }

    /** The client of the account. */
    public StripeClient client() {
        return client;
    }

    /** The product of which a plan is sold. */
    public String product() {
        return product;
    }

    /** A new price of a month, which is no plan's. */
    String price() throws StripeException {
        return price(2900);
    }

    /** The same at another amount, in cents. */
    String price(long amount) throws StripeException {
        return StripePrices.monthly(client, amount);
    }

    /** A new customer of Stripe that buys the plan for an organization, and pays. */
    Subscription subscribe(String organization) throws StripeException {
        return subscribe(organization, sold);
    }

    Subscription subscribe(String organization, String price) throws StripeException {
        return buyers.subscribe(buyers.payer(), organization, price);
    }

    /** The same, beside something that is paid by the week. */
    Subscription subscribeAlsoByTheWeek(String organization) throws StripeException {
        return buyers.subscribe(buyers.payer(), organization, sold, StripePrices.weekly(client, 100));
    }

    /** The same, by a test clock. */
    Subscription subscribeBy(String testClock, String organization) throws StripeException {
        return buyers.subscribe(buyers.payer(testClock), organization, sold);
    }

    /** The same, in the older of the two modes of billing. */
    Subscription subscribeInClassicMode(String organization) throws StripeException {
        return buyers.subscribe(StripeBuyers.order(buyers.payer(), organization, sold)
                .setBillingMode(
                        BillingMode.builder().setType(BillingMode.Type.CLASSIC).build()));
    }

    /** The same, with a trial of this many days. */
    Subscription subscribeWithTrial(String organization, long days) throws StripeException {
        return buyers.subscribe(
                StripeBuyers.order(buyers.payer(), organization, sold).setTrialPeriodDays(days));
    }

    /** The trial ends now, and the first period that costs something begins. */
    void endTrial(Subscription subscription) throws StripeException {
        client.v1()
                .subscriptions()
                .update(
                        subscription.getId(),
                        SubscriptionUpdateParams.builder()
                                .setTrialEnd(SubscriptionUpdateParams.TrialEnd.NOW)
                                .build());
    }

    /** Somebody refunds a charge in the dashboard. */
    String refund(String charge, long amount) throws StripeException {
        return client.v1()
                .refunds()
                .create(RefundCreateParams.builder()
                        .setCharge(charge)
                        .setAmount(amount)
                        .build())
                .getId();
    }

    /** The same customer buys the same once more. */
    Subscription again(Subscription before) throws StripeException {
        return again(before, before.getMetadata().get(SubscriptionFacts.ORGANIZATION));
    }

    /** The same customer of Stripe buys for another organization, too. */
    Subscription again(Subscription before, String organization) throws StripeException {
        return buyers.subscribe(before.getCustomer(), organization, sold);
    }

    /** A new customer of Stripe that buys something that is none of ours. */
    Subscription subscribeUnnamed() throws StripeException {
        return subscribe(null, sold);
    }

    /** Says whose it is from now on. */
    void name(Subscription subscription, String organization) throws StripeException {
        client.v1()
                .subscriptions()
                .update(
                        subscription.getId(),
                        SubscriptionUpdateParams.builder()
                                .putMetadata(SubscriptionFacts.ORGANIZATION, organization)
                                .build());
    }

    /** Somebody changes its price in the dashboard; what that costs or saves waits for the next invoice. */
    void change(String subscription, String price) throws StripeException {
        Subscription now = client.v1().subscriptions().retrieve(subscription);
        client.v1()
                .subscriptions()
                .update(
                        subscription,
                        SubscriptionUpdateParams.builder()
                                .addItem(StripeBuyers.item(now).setPrice(price).build())
                                .setProrationBehavior(SubscriptionUpdateParams.ProrationBehavior.CREATE_PRORATIONS)
                                .build());
    }

    /** Somebody buys this many instead of one, and pays at once for the rest of the period. */
    void buy(Subscription subscription, long quantity) throws StripeException {
        buyers.buy(subscription, quantity);
    }

    /** Somebody plans its end in the dashboard. */
    void endAt(Subscription subscription, Instant end) throws StripeException {
        client.v1()
                .subscriptions()
                .update(
                        subscription.getId(),
                        SubscriptionUpdateParams.builder()
                                .setCancelAt(end.getEpochSecond())
                                .build());
    }

    /** Somebody has its payments not collected for now, in the dashboard. */
    void pauseCollection(Subscription subscription) throws StripeException {
        client.v1()
                .subscriptions()
                .update(
                        subscription.getId(),
                        SubscriptionUpdateParams.builder()
                                .setPauseCollection(SubscriptionUpdateParams.PauseCollection.builder()
                                        .setBehavior(SubscriptionUpdateParams.PauseCollection.Behavior.VOID)
                                        .build())
                                .build());
    }

    void cancel(String subscription) throws StripeException {
        client.v1().subscriptions().cancel(subscription);
    }

    /** Changes something of a customer that nobody cares for, this many times, with an event each. */
    void note(Subscription of, int times) throws StripeException {
        for (int i = 1; i <= times; i++) {
            client.v1()
                    .customers()
                    .update(
                            of.getCustomer(),
                            CustomerUpdateParams.builder()
                                    .putMetadata("note", Integer.toString(i))
                                    .build());
        }
    }

    void pay(String invoice) throws StripeException {
        client.v1().invoices().pay(invoice);
    }

    /** An organization that somebody declares. */
    void declare(String id) {
        GenericKubernetesResource resource = new GenericKubernetesResource();
        resource.setApiVersion("wheelwright.io/v1alpha1");
        resource.setKind("Organization");
        resource.setMetadata(new ObjectMetaBuilder()
                .withName(id)
                .withNamespace(space.fleetNamespace())
                .build());
        resource.setAdditionalProperty("spec", Map.of("displayName", "Acme", "contactEmail", "ada@acme.example"));
        LabPlane.shared().client().resource(resource).fieldManager("argocd").serverSideApply();
    }

    /** Waits until the hub has seen the resource of an organization. */
    void awaitKnown(String id) {
        await().atMost(SOON)
                .until(() -> LabPlane.shared()
                                .resource(space, Organization.class, id)
                                .get()
                        != null);
    }

    private String publish(String price) {
        String id = "stripe-" + UUID.randomUUID().toString().substring(0, 8);
        given().header("Authorization", "Bearer " + space.adminToken())
                .contentType("application/json")
                .body("""
                    {"product": {"id": "%s", "name": "Cosmetics", "version": "1.0.0", "active": true},
                     "os": {"version": ">=2.1.0"}, "packs": [],
                     "plans": [{"id": "growth", "display_name": "Growth", "stripe_price_id": "%s", "grace_days": %d,
                                "retention_days": %d, "price": {"amount": 2900, "currency": "USD"}}]}
                    """.formatted(id, price, GRACE, RETENTION))
                .post("/hub/api/v1/products")
                .then()
                .statusCode(201);
        return id;
    }
}
