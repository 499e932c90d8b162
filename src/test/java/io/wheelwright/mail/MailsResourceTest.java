package io.wheelwright.mail;

import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.support.HubTestResource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class MailsResourceTest {

    private static final Map<String, String> READY = Map.of("url", "https://acme.example");

    @Inject
    Mails mails;

    @Inject
    MailRetention retention;

    @Inject
    MeterRegistry registry;

    @Inject
    MockMailbox mailbox;

    private String id;
    private String reader;

    /** Says of a mail what the mail's anchor begins with. */
    @ApplicationScoped
    static class Rehearsed implements Occasion {

        @Override
        public String kind() {
            return "welcome";
        }

        @Override
        public Optional<Map<String, String>> details(Reason reason) {
            if (reason.anchor().startsWith("fails")) {
                throw new IllegalStateException("a secret that nobody may read");
            }
            return reason.anchor().startsWith("passed")
                    ? Optional.empty()
                    : Optional.of(Map.of("trial_ends", "made when it is sent, asked for at " + reason.at()));
        }

        @Override
        public Optional<String> recipient(Reason reason) {
            return Optional.ofNullable(reason.model().get("moved_to"));
        }
    }

    @BeforeEach
    void somebody() {
        id = UUID.randomUUID().toString();
        reader = "ada-" + id + "@acme.example";
    }

    @Test
    void isSentOnceWhoeverTheOrganizationIsByNow() {
        mails.enqueue("former-" + id, "welcome", id, reader, READY);
        mails.enqueue("made-anew-" + id, "welcome", id, reader, READY);

        assertThat(QuarkusTransaction.requiringNew().call(() -> MailEntity.count("anchor", id)))
                .isEqualTo(1);
    }

    @Test
    void isSentAsTextAndPageUnderAnIdOfItsOwn() {
        mails.enqueue("", "welcome", id, reader, READY);

        Mail mail = received();

        assertThat(mail.getSubject()).startsWith("Welcome to");
        assertThat(mail.getText()).contains("https://acme.example");
        assertThat(mail.getHtml()).contains("https://acme.example");
        assertThat(mail.getHeaders().get("Message-ID"))
                .singleElement()
                .asString()
                .matches("<[0-9a-f]{64}@[^>]+>");
    }

    @Test
    void saysWhatItsOccasionSaysWhenItIsSent() {
        mails.enqueue("", "welcome", id, reader, READY);

        assertThat(received().getText()).contains("made when it is sent, asked for at " + row().createdAt);
        assertThat(row().model).doesNotContain("made when");
    }

    @Test
    void followsItsReaderToAnotherAddress() {
        String former = reader;
        reader = "countess-" + id + "@acme.example";
        mails.enqueue("", "welcome", id, former, Map.of("url", "https://acme.example", "moved_to", reader));

        assertThat(received().getSubject()).startsWith("Welcome to");
        assertThat(mailbox.getMailsSentTo(former)).isEmpty();
    }

    @Test
    void isDroppedWhenItsReasonHasPassed() {
        mails.enqueue("", "welcome", "passed-" + id, reader, READY);

        await().atMost(SOON).until(() -> row().droppedAt != null);
        assertThat(mailbox.getMailsSentTo(reader)).isEmpty();
    }

    @Test
    void whatIsSoOnceMoreIsSentAfterAllAndWhatWasGivenUpIsNot() {
        mails.enqueue("", "welcome", "passed-" + id, reader, READY);
        await().atMost(SOON).until(() -> row().droppedAt != null);
        Instant dropped = row().droppedAt;

        mails.enqueue("", "welcome", "passed-" + id, reader, READY);
        assertThat(row().droppedAt).isEqualTo(dropped);
        mails.enqueueAgain("", "welcome", "passed-" + id, reader, READY);
        await().atMost(SOON)
                .until(() -> row().droppedAt != null && row().droppedAt.isAfter(dropped));

        QuarkusTransaction.requiringNew().run(() -> MailEntity.update("error = 'away' where id = ?1", row().id));
        Instant givenUp = row().droppedAt;
        mails.enqueueAgain("", "welcome", "passed-" + id, reader, READY);
        assertThat(row().droppedAt).isEqualTo(givenUp);
    }

    @Test
    void oneThatCannotBeWrittenIsPutOffAndHoldsUpNoOther() {
        mails.enqueue("", "welcome", "fails-" + id, reader, READY);
        await().atMost(SOON).until(() -> row().attempts > 0);
        mails.enqueue("", "welcome", id, reader, READY);

        assertThat(received().getSubject()).startsWith("Welcome to");
        assertThat(QuarkusTransaction.requiringNew().call(() -> MailEntity.<MailEntity>find("anchor", "fails-" + id)
                        .<MailEntity>firstResult()))
                .satisfies(failed -> assertThat(failed.error).isEqualTo("IllegalStateException"))
                .satisfies(failed -> assertThat(failed.nextAt).isAfter(failed.createdAt));
    }

    @Test
    void oneThatCannotBeSentForDaysIsGivenUp() {
        double before = givenUp();
        asked(Duration.ofDays(3).plusSeconds(1), "welcome", "fails-" + id);

        await().atMost(SOON).until(() -> row().droppedAt != null);

        assertThat(row().error).isEqualTo("IllegalStateException");
        assertThat(givenUp()).isGreaterThan(before);
    }

    @Test
    void whatIsReadyIsNotToldOfWhenItIsGone() {
        mails.enqueue("", "instance-ready", "birth-" + id, reader, READY);
        mails.enqueue("", "operation-failed", UUID.randomUUID().toString(), reader, READY);

        await().atMost(SOON).until(() -> QuarkusTransaction.requiringNew()
                .call(() -> MailEntity.count("recipient = ?1 and droppedAt is not null", reader) == 2));
        assertThat(mailbox.getMailsSentTo(reader)).isEmpty();
    }

    @Test
    void isForgottenInTimeAndNotAskedForAgainWhereThatCouldBe() {
        asked(Duration.ofDays(91), "welcome", "passed-a-" + id);
        asked(Duration.ofDays(91), "instance-ready", "birth-" + id);
        asked(Duration.ofDays(89), "welcome", "passed-b-" + id);
        await().atMost(SOON).until(() -> QuarkusTransaction.requiringNew()
                .call(() -> MailEntity.count("recipient = ?1 and droppedAt is not null", reader) == 3));
        QuarkusTransaction.requiringNew()
                .run(() -> MailEntity.update("droppedAt = createdAt where recipient = ?1", reader));

        retention.forget();

        assertThat(QuarkusTransaction.requiringNew()
                        .call(() -> MailEntity.<MailEntity>list("anchor like ?1 order by id", "%" + id)))
                .extracting(row -> row.anchor, row -> row.recipient, row -> row.model)
                .containsExactly(
                        tuple("birth-" + id, "", "{}"),
                        tuple("passed-b-" + id, reader, "{\"url\": \"https://acme.example\"}"));
    }

    /** A mail that was asked for that long ago. */
    private void asked(Duration ago, String kind, String anchor) {
        QuarkusTransaction.requiringNew().run(() -> {
            mails.enqueue("", kind, anchor, reader, READY);
            MailEntity.update("createdAt = ?1 where anchor = ?2", Instant.now().minus(ago), anchor);
        });
    }

    private double givenUp() {
        return registry.get("wheelwright.mails.given.up").counter().count();
    }

    private Mail received() {
        await().atMost(SOON).until(() -> !mailbox.getMailsSentTo(reader).isEmpty());
        List<Mail> sent = mailbox.getMailsSentTo(reader);
        assertThat(sent).hasSize(1);
        return sent.get(0);
    }

    private MailEntity row() {
        return QuarkusTransaction.requiringNew()
                .call(() -> MailEntity.<MailEntity>find("recipient = ?1 order by id", reader)
                        .firstResult());
    }
}
