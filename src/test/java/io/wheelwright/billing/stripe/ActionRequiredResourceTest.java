package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.lab.stripe.TestCard;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Renewals whose payment the bank asks the customer to confirm. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class ActionRequiredResourceTest extends OnStripe {

    private static final String KIND = "action-required";
    private static final String SUBJECT = "Confirm your payment";

    /** Longer than any month, and the hour of a draft. */
    private static final Duration RENEWED = Duration.ofDays(32);

    /** There is another attempt by then, however long the month was. */
    private static final Duration TRIED_AGAIN = Duration.ofDays(5);

    @Inject
    MockMailbox mailbox;

    private final String reader = "ada-" + UUID.randomUUID().toString().substring(0, 8) + "@acme.example";
    private String org;
    private Subscription subscription;

    @BeforeEach
    void aPayingCustomer() throws StripeException {
        org = admin().body(Map.of("name", "Acme", "email", reader))
                .post(API + "/organizations")
                .then()
                .statusCode(201)
                .extract()
                .path("org_id");
        customers.awaitKnown(org);
        subscription = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        await().atMost(SOON)
                .until(() -> count("lifecycle_stages WHERE stage = 'active' AND org_uid = '%s'".formatted(uid())) == 1);
    }

    @Test
    void areToldOnceInsteadOfTheFailureAsLongAsTheyWait() {
        renewWith(TestCard.AUTHENTICATION_REQUIRED);

        await().atMost(SOON).until(() -> received(SUBJECT).size() == 1);
        assertThat(received(SUBJECT).get(0).getText())
                .contains("asks you to confirm a payment", "your instance can be read", "(UTC) it begins to rest");
        assertThat(asked()).containsExactly(KIND);
        String invoice = invoice();
        assertThat(row(subscription).facts().toConfirm()).isEqualTo(invoice);
        assertThat(count("mails WHERE anchor = '%s/%s'".formatted(uid(), invoice)))
                .isOne();

        stripe.advance(TRIED_AGAIN);
        settled();
        awaitLooked();
        assertThat(asked()).containsExactly(KIND);

        stripe.authenticate(invoice);
        awaitState(org, "active");
        await().atMost(SOON).until(() -> asked().equals(List.of(KIND, "resumed")));
        assertThat(row(subscription).facts().toConfirm()).isNull();

        update("UPDATE mails SET sent_at = NULL, next_at = now() WHERE " + ofThisKind());
        await().atMost(SOON).until(() -> count("mails WHERE dropped_at IS NOT NULL AND " + ofThisKind()) == 1);
        assertThat(received(SUBJECT))
                .as("nobody is asked to confirm what is paid")
                .hasSize(1);
    }

    @Test
    void areToldAlsoWhereAnEarlierAttemptWasDeclined() {
        renewWith(TestCard.FAILS_WHEN_CHARGED);
        await().atMost(SOON).until(() -> received("A payment has failed").size() == 1);
        assertThat(asked()).containsExactly("grace-begun");

        stripe.useCard(subscription.getCustomer(), TestCard.AUTHENTICATION_REQUIRED);
        stripe.advance(TRIED_AGAIN);

        await().atMost(SOON).until(() -> received(SUBJECT).size() == 1);
        assertThat(asked()).containsExactly(KIND, "grace-begun");
    }

    /** Who was asked before is not asked again, and is to know what holds all the same. */
    @Test
    void areNoReasonToSayNothingWhereTheSameInvoiceCountsAgain() {
        renewWith(TestCard.AUTHENTICATION_REQUIRED);
        await().atMost(SOON).until(() -> received(SUBJECT).size() == 1);
        assertThat(asked()).containsExactly(KIND);
        settled();
        say(org, "{\"state\": \"active\", \"source\": \"stripe\", \"plan\": \"growth\"}")
                .statusCode(200);
        await().atMost(SOON).until(() -> asked().equals(List.of(KIND, "resumed")));

        look(subscription);

        awaitState(org, "past_due");
        await().atMost(SOON).until(() -> asked().equals(List.of(KIND, "grace-begun", "resumed")));
    }

    private void renewWith(TestCard card) {
        stripe.useCard(subscription.getCustomer(), card);
        stripe.advance(RENEWED);
        awaitState(org, "past_due");
    }

    private String invoice() {
        return stripe.object(subscription.getId()).path("latest_invoice").asText();
    }

    /** Until nothing is due to be looked at of where the customer stands. */
    private void awaitLooked() {
        await().atMost(SOON)
                .until(() -> count("lifecycle_stages WHERE look_at <= now() AND org_uid = '%s'".formatted(uid())) == 0);
    }

    private List<Mail> received(String subject) {
        return mailbox.getMailsSentTo(reader).stream()
                .filter(mail -> mail.getSubject().equals(subject))
                .toList();
    }

    private String ofThisKind() {
        return "kind = '%s' AND org_uid = '%s'".formatted(KIND, uid());
    }

    /** Kinds of the mails that were asked for. */
    private List<String> asked() {
        String uid = uid();
        List<?> kinds = QuarkusTransaction.requiringNew().call(() -> Panache.getEntityManager()
                .createNativeQuery("SELECT kind FROM mails WHERE org_uid = :uid ORDER BY kind")
                .setParameter("uid", uid)
                .getResultList());
        return kinds.stream().map(String.class::cast).toList();
    }

    private String uid() {
        return QuarkusTransaction.requiringNew().call(() -> (String) Panache.getEntityManager()
                .createNativeQuery("SELECT uid FROM organizations WHERE org_id = :org AND gone_at IS NULL")
                .setParameter("org", org)
                .getSingleResult());
    }
}
