package io.wheelwright.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.StripeException;
import io.wheelwright.lab.Mailbox;
import io.wheelwright.lab.stripe.Ledger;
import io.wheelwright.lab.stripe.StripeLab;
import io.wheelwright.support.Hub;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is to be seen once all calls are made, whatever died on the way.
 *
 * @param deaths the customers
 */
record StripeVerdict(Hub hub, StripeLab stripe, StripeShop shop, List<StripeDeath> deaths) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Looks at Stripe, at the rows and at the mails. */
    void give(Mailbox mailbox) throws StripeException {
        assertThat(stripe.ledger().chargedTwice()).isEmpty();
        assertThat(deaths).allSatisfy(this::isPaidOnce);
        assertThat(deaths.stream().filter(death -> death.step().isSubscribers()))
                .allSatisfy(this::isAsOrdered);
        for (StripeDeath death : deaths) {
            isCountedOnce(death);
            if (death.step().isOfSession()) {
                assertThat(expired(death)).as(death.org()).isEqualTo(1);
                assertThat(shop.openSessionsOf(death.customer()))
                        .as(death.org())
                        .isEqualTo(death.step() == StripeStep.REPLACED ? 1 : 0);
            }
        }
        assertThat(hub.rows("select org_id, state from meter_events"))
                .containsExactlyInAnyOrderElementsOf(deaths.stream()
                        .filter(death -> death.step().isOfUsage())
                        .map(death ->
                                List.of(death.org(), death.step() == StripeStep.CORRECTION ? "cancelled" : "done"))
                        .toList());
        assertThat(hub.rows("select refund_id, amount from refunds"))
                .containsExactlyInAnyOrderElementsOf(stripe.ledger().lines(Ledger.Kind.REFUND).stream()
                        .map(line -> List.of(line.id(), Long.toString(line.amount())))
                        .toList());
        assertThat(hub.rows("select c.org_id, c.kind, count(a.id) from stripe_calls c"
                        + " left join audit a on a.object = c.id::text group by c.id having count(a.id) <> 1"))
                .isEmpty();
        await().atMost(PATIENCE).until(() -> hub.rows("select 1 from mails where kind = 'refunded' and sent_at is null")
                .isEmpty());
        List<Mailbox.Mail> told = mailbox.mails().stream()
                .filter(mail -> mail.subject().startsWith("You get "))
                .toList();
        assertThat(deaths).allSatisfy(death -> isToldOnce(death, told));
    }

    private void isPaidOnce(StripeDeath death) {
        assertThat(death.lines(stripe, Ledger.Kind.CHARGE)).hasSize(death.step().charges());
        assertThat(death.lines(stripe, Ledger.Kind.REFUND))
                .extracting(Ledger.Line::amount)
                .containsExactlyInAnyOrder(death.step().refunds());
    }

    private void isCountedOnce(StripeDeath death) throws StripeException {
        Long[] usage = death.step().usage();
        assertThat(stripe.ledger().usage(death.customer()))
                .as(death.org())
                .extracting(Ledger.Usage::units)
                .containsExactly(usage);
        assertThat(shop.counted(death.customer()))
                .as(death.org())
                .isEqualTo(Stream.of(usage).mapToLong(Long::longValue).sum());
    }

    /** How often its checkout session has expired: Stripe tells of it when it does. */
    private long expired(StripeDeath death) {
        return stripe.events().stream()
                .filter(event -> event.path("type").asText().equals("checkout.session.expired"))
                .filter(event -> event.at("/data/object/id").asText().equals(death.session()))
                .count();
    }

    private void isAsOrdered(StripeDeath death) {
        JsonNode subscription = stripe.object(death.subscription());
        boolean over = death.step().leaves() || death.step() == StripeStep.END;
        assertThat(subscription.path("status").asText()).isEqualTo(over ? "canceled" : "active");
        assertThat(!over && subscription.hasNonNull("cancel_at")).isEqualTo(death.step() == StripeStep.PLANNED_END);
        assertThat(subscription.at("/items/data/0/price/id").asText().equals(shop.scale()))
                .isEqualTo(death.step() == StripeStep.UPGRADE);
    }

    /** Under one id, where the hub died before it had recorded the mail server's answer. */
    private static void isToldOnce(StripeDeath death, List<Mailbox.Mail> told) {
        assertThat(told.stream()
                        .filter(mail -> mail.to().contains("@" + death.org() + ".example"))
                        .map(Mailbox.Mail::id)
                        .distinct())
                .hasSameSizeAs(death.step().refunds());
    }
}
