package io.wheelwright.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.lab.Manifests;
import io.wheelwright.lab.stripe.Dunning;
import io.wheelwright.lab.stripe.StripeLab;
import io.wheelwright.support.Hub;
import io.wheelwright.support.Patience;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ThrowingRunnable;

/** A customer of Stripe who fails to pay, pays and fails again at a hub that does not reach the API server meanwhile. */
final class FailingPayer implements AutoCloseable {

    private static final String NAME = "payer";
    private static final String TRIED =
            "select 1 from stripe_events where state = 'pending' and attempts > 0 and event_id = '%s'";

    private final Hub hub;
    private final StripeLab stripe;
    private final StripeShop shop;

    /** What the cluster has shown of the billing state, in order. */
    private final List<Long> revisions = new CopyOnWriteArrayList<>();

    private final AtomicReference<WatcherException> lost = new AtomicReference<>();
    private Watch watch;
    private Subscription subscription;
    private int told;

    private FailingPayer(Hub hub, StripeLab stripe) throws StripeException {
        this.hub = hub;
        this.stripe = stripe;
        this.shop = new StripeShop(stripe);
    }

    /** One who has paid for an instance that is on its way. */
    static FailingPayer of(Hub hub, StripeLab stripe) throws StripeException {
        stripe.dunning(new Dunning(List.of(), Dunning.End.UNPAID));
        FailingPayer payer = new FailingPayer(hub, stripe);
        hub.apply(payer.product());
        hub.apply(Manifests.organization(NAME));
        hub.awaitRow("select 1 from products where product_id = 'cosmetics'");
        hub.awaitRow("select 1 from organizations where org_id = 'payer' and uid is not null");
        payer.watch = hub.resource(Organization.class, NAME).watch(payer.watcher());
        String uid = hub.rows("select uid from organizations where org_id = 'payer'")
                .get(0)
                .get(0);
        payer.subscription = payer.shop.subscribe(NAME, uid);
        payer.deliver();
        eventually(() -> assertThat(payer.state()).isEqualTo(BillingState.active));
        hub.apply(Manifests.spoke(NAME, NAME, "cosmetics"));
        return payer;
    }

    /** What is sold, as {@code cosmetics}. */
    String product() {
        return shop.product();
    }

    /** Before it fails to pay. */
    void hasItsInstance() {
        hub.awaitReady(NAME);
        hub.awaitRow("""
                select 1 from lifecycle_stages s join organizations o on o.uid = s.org_uid
                where o.org_id = 'payer' and s.stage = 'active'""");
    }

    /** All that is told is taken; nothing follows while the API server is away. */
    void failsPaysAndFailsAgain() throws StripeException {
        long before = revision();
        shop.failToPay(subscription, 2);
        hub.awaitRow(TRIED.formatted(deliver()));
        shop.pay(subscription);
        shop.failToPay(subscription, 3);
        hub.awaitRow(TRIED.formatted(deliver()));
        assertThat(stripe.object(subscription.getId()).path("status").asText()).isEqualTo("unpaid");
        assertThat(state()).isEqualTo(BillingState.active);
        assertThat(revision()).isEqualTo(before);
        assertThat(replicas()).isPositive();
    }

    /** What Stripe says last is what follows, and is told once. */
    void rests() {
        await().atMost(Patience.END).untilAsserted(() -> assertThat(state()).isEqualTo(BillingState.suspended));
        hub.awaitCondition(NAME, "Ready", "False", "Suspended");
        eventually(() -> assertThat(replicas()).isZero());
        eventually(() -> assertThat(hub.rows("select 1 from stripe_events where state = 'pending'"))
                .isEmpty());
        eventually(() -> assertThat(hub.rows("""
                        select kind from mails m join organizations o on o.uid = m.org_uid where o.org_id = 'payer'
                        order by kind""")).containsExactly(List.of("instance-ready"), List.of("suspended")));
        assertThat(state()).isEqualTo(BillingState.suspended);
        assertThat(lost.get()).isNull();
        eventually(() -> assertThat(revisions).isSorted().endsWith(revision()));
    }

    @Override
    public void close() {
        watch.close();
    }

    /** Sends what Stripe has not told yet; gives the id of the last event of the subscription among it. */
    private String deliver() {
        List<JsonNode> all = stripe.events();
        String last = null;
        for (JsonNode event : all.subList(told, all.size())) {
            HttpResponse<String> answer =
                    SignedEvent.of(stripe, event).sendTo(hub.space()).join();
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            if (event.path("type").asText().startsWith("customer.subscription.")) {
                last = event.path("id").asText();
            }
        }
        told = all.size();
        return last;
    }

    private Watcher<Organization> watcher() {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, Organization organization) {
                Optional.ofNullable(organization.getSpec().billing())
                        .map(BillingFacts::revision)
                        .ifPresent(revisions::add);
            }

            @Override
            public void onClose(WatcherException cause) {
                lost.set(cause);
            }
        };
    }

    private BillingState state() {
        return billing().map(BillingFacts::state).orElse(null);
    }

    private long revision() {
        return billing().orElseThrow().revision();
    }

    /** What the cluster has. */
    private Optional<BillingFacts> billing() {
        return Optional.ofNullable(
                hub.resource(Organization.class, NAME).require().getSpec().billing());
    }

    private int replicas() {
        return hub.cluster()
                .apps()
                .deployments()
                .inNamespace(hub.namespaceOf(NAME))
                .withName("spoke-application")
                .require()
                .getSpec()
                .getReplicas();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Patience.SOON).pollInterval(Duration.ofMillis(250)).untilAsserted(assertion);
    }
}
