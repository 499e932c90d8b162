package io.wheelwright.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.Mailbox;
import io.wheelwright.lab.Manifests;
import io.wheelwright.lab.stripe.Dunning;
import io.wheelwright.lab.stripe.StripeLab;
import io.wheelwright.support.Hub;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events of Stripe come to two hubs of one fleet: one many times at once, then many while the hub that leads dies by SIGKILL
 * after it has written what follows and before it has recorded that. Each event is stored once, and each change has led to
 * one revision of the billing state, one license and one mail.
 */
class StripeEventFaultIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What the dead hub had taken belongs to nobody any more. */
    private static final Duration TURN = Duration.ofMinutes(3);

    private static final int TIMES = 10;
    private static final String FIRST = "anna";
    private static final List<String> CUSTOMERS = List.of(FIRST, "ben", "cleo", "dora");
    private static final String RESTS = "Your instance rests";
    private static final String IS_BACK = "Your instance is back";

    private final Map<String, Subscription> subscriptions = new HashMap<>();
    private StripeHubs hubs;
    private Hub hub;
    private StripeLab stripe;
    private StripeShop shop;
    private HubSpace other;
    private SignedEvent untold;
    private int told;

    /** What has come of all that a customer's subscription has become. */
    private record Effects(int revision, int revisionInTheCluster, int licenses, int mails) {

        Effects oneMore() {
            return new Effects(revision + 1, revisionInTheCluster + 1, licenses + 1, mails + 1);
        }
    }

    @Test
    void eachHasItsEffectOnce(@TempDir Path folder) throws StripeException {
        try (StripeHubs started = new StripeHubs("stripeevents", folder, Clock.systemUTC())) {
            hubs = started;
            hub = hubs.hub();
            stripe = hubs.stripe();
            stripe.dunning(new Dunning(List.of(), Dunning.End.UNPAID));
            shop = new StripeShop(stripe);
            other = hubs.startOther().awaitReady().space();
            theyPay();
            oneComesManyTimesAtOnce();
            theLeaderDiesAmongMany();
        }
    }

    private void theyPay() throws StripeException {
        hub.apply(shop.product());
        CUSTOMERS.forEach(org -> hub.apply(Manifests.organization(org)));
        await().atMost(PATIENCE).until(() -> hubs.count("organizations where uid is not null") == CUSTOMERS.size());
        await().atMost(PATIENCE).until(() -> hubs.count("products") == 1);
        for (Map.Entry<String, String> org : hubs.uids().entrySet()) {
            subscriptions.put(org.getKey(), shop.subscribe(org.getKey(), org.getValue()));
        }
        areTaken(send(events()));
        await().atMost(PATIENCE).until(() -> billed("active") == CUSTOMERS.size());
        CUSTOMERS.forEach(org -> hub.apply(Manifests.spoke(org, org, "cosmetics")));
        CUSTOMERS.forEach(hub::awaitReady);
        settled();
    }

    private void oneComesManyTimesAtOnce() throws StripeException {
        Map<String, Effects> before = effects();
        shop.failToPay(subscriptions.get(FIRST));
        List<SignedEvent> changed = events();
        SignedEvent one = last("customer.subscription.updated", changed);
        untold = last("invoice.payment_failed", changed);

        List<JsonNode> receipts = areTaken(send(Collections.nCopies(TIMES, one)));
        assertThat(receipts.stream().filter(receipt -> receipt.path("first").asBoolean()))
                .hasSize(1);
        assertThat(hub.rows("select deliveries from stripe_events where event_id = '%s'".formatted(one.id())))
                .containsExactly(List.of(Integer.toString(TIMES)));

        before.computeIfPresent(FIRST, (org, effects) -> effects.oneMore());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(effects()).isEqualTo(before));
        settled();
        assertThat(effects()).isEqualTo(before);
        assertThat(billed("suspended")).isOne();
        assertThat(mails(RESTS)).containsExactly(FIRST);
    }

    private void theLeaderDiesAmongMany() throws StripeException {
        assertThat(hub.leader()).isEqualTo(hub.space().hubNamespace());
        Map<String, Effects> before = effects();
        for (String org : CUSTOMERS) {
            if (org.equals(FIRST)) {
                shop.pay(subscriptions.get(org));
            } else {
                shop.failToPay(subscriptions.get(org));
            }
        }
        List<SignedEvent> changed = events();
        Collections.shuffle(changed, new Random(1));
        List<SignedEvent> again = new ArrayList<>(changed);
        Collections.shuffle(again, new Random(2));

        Map<SignedEvent, CompletableFuture<HttpResponse<String>>> sent = new HashMap<>();
        try (Barrier barrier = Barrier.before(
                hub,
                "UPDATE",
                "stripe_events",
                "OLD.state = 'pending' AND NEW.state = 'done' AND NEW.subscription_id IS NOT NULL")) {
            areTaken(send(changed.subList(0, changed.size() / 2)));
            barrier.awaitSome(2);
            for (int i = 0; i < again.size(); i++) {
                if (i == again.size() / 2) {
                    hub.process().kill();
                }
                sent.put(again.get(i), again.get(i).sendTo(i % 2 == 0 ? hub.space() : other));
            }
        }
        areTaken(lost(sent).stream().map(event -> event.sendTo(other)).toList());
        hubs.pass(TURN);
        await().atMost(PATIENCE).until(() -> hub.leader().equals("other"));
        await("what has not come is listed by who leads now")
                .atMost(PATIENCE)
                .until(() -> hubs.count("stripe_events where event_id = '%s'".formatted(untold.id())) == 1);

        before.replaceAll((org, effects) -> effects.oneMore());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(effects()).isEqualTo(before));
        settled();
        assertThat(effects()).isEqualTo(before);
        assertThat(billed("suspended")).isEqualTo(CUSTOMERS.size() - 1);
        assertThat(mails(RESTS)).containsExactlyInAnyOrderElementsOf(CUSTOMERS);
        assertThat(mails(IS_BACK)).containsExactly(FIRST);
        assertThat(hub.rows("select event_id, state from stripe_events where state not in ('done', 'ignored')"))
                .isEmpty();
        assertThat(hub.rows("select event_id from stripe_events").stream().map(row -> row.get(0)))
                .as("each once, and none is lost")
                .doesNotHaveDuplicates()
                .containsAll(again.stream().map(SignedEvent::id).toList());
    }

    private static SignedEvent last(String type, List<SignedEvent> events) {
        return events.stream()
                .filter(event -> event.body().contains("\"type\":\"" + type + "\""))
                .reduce((one, next) -> next)
                .orElseThrow();
    }

    /** What nobody has taken: Stripe sends it again. */
    private static List<SignedEvent> lost(Map<SignedEvent, CompletableFuture<HttpResponse<String>>> sent) {
        List<SignedEvent> lost = sent.entrySet().stream()
                .filter(one -> one.getValue()
                        .handle((answer, failure) -> failure != null || answer.statusCode() != 200)
                        .join())
                .map(Map.Entry::getKey)
                .toList();
        assertThat(lost).isNotEmpty();
        return lost;
    }

    /** The events since the last look. */
    private List<SignedEvent> events() {
        List<JsonNode> all = stripe.events();
        List<SignedEvent> fresh = all.subList(told, all.size()).stream()
                .map(event -> SignedEvent.of(stripe, event))
                .collect(Collectors.toCollection(ArrayList::new));
        told = all.size();
        return fresh;
    }

    /** At once, to the one hub and the other in turn. */
    private List<CompletableFuture<HttpResponse<String>>> send(List<SignedEvent> events) {
        return IntStream.range(0, events.size())
                .mapToObj(i -> events.get(i).sendTo(i % 2 == 0 ? hub.space() : other))
                .toList();
    }

    private static List<JsonNode> areTaken(List<CompletableFuture<HttpResponse<String>>> sent) {
        return sent.stream()
                .map(CompletableFuture::join)
                .map(answer -> {
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    return Json.read(answer.body(), JsonNode.class);
                })
                .toList();
    }

    private int billed(String state) {
        return hubs.count("organizations where billing ->> 'state' = '" + state + "'");
    }

    private Map<String, Effects> effects() {
        Map<String, Effects> effects = new TreeMap<>();
        hub.rows("""
                        select org_id, billing ->> 'revision', (select count(*) from licenses l where l.org_uid = o.uid),
                          (select count(*) from mails m where m.org_uid = o.uid and kind <> 'instance-ready')
                          from organizations o
                        """)
                .forEach(row -> effects.put(
                        row.get(0),
                        new Effects(
                                Integer.parseInt(row.get(1)),
                                revision(row.get(0)),
                                Integer.parseInt(row.get(2)),
                                Integer.parseInt(row.get(3)))));
        return effects;
    }

    private int revision(String org) {
        return hub.resource(Organization.class, org)
                .require()
                .getSpec()
                .billing()
                .revision()
                .intValue();
    }

    /** Until all that has come was worked off, and all was told. */
    private void settled() {
        await().atMost(PATIENCE)
                .until(() -> hubs.count("stripe_events where state = 'pending'")
                                + hubs.count("outbox where state = 'pending'")
                                + hubs.count("mails where sent_at is null and dropped_at is null")
                        == 0);
    }

    /** Who has got a mail of that subject; under one id, where it came twice. */
    private List<String> mails(String subject) {
        return hubs.mailbox().mails().stream()
                .filter(mail -> mail.subject().startsWith(subject))
                .collect(Collectors.toMap(Mailbox.Mail::id, Mailbox.Mail::to, (one, same) -> one))
                .values()
                .stream()
                .map(to -> to.replaceAll("^it@|\\.example$", ""))
                .toList();
    }
}
