package io.wheelwright.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.support.HubTestResource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class MailsResourceTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Map<String, String> READY = Map.of("url", "https://acme.example");

    @Inject
    Mails mails;

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
        public Optional<Map<String, String>> details(String anchor, Map<String, String> model) {
            if (anchor.startsWith("fails")) {
                throw new IllegalStateException("a secret that nobody may read");
            }
            return anchor.startsWith("passed")
                    ? Optional.empty()
                    : Optional.of(Map.of("trial_ends", "made when it is sent"));
        }
    }

    @BeforeEach
    void somebody() {
        id = UUID.randomUUID().toString();
        reader = "ada-" + id + "@acme.example";
    }

    @Test
    void anInstanceIsToldOfOnceWhoeverOwnsItByNow() {
        mails.enqueue("former-" + id, "instance-ready", id, reader, READY);
        mails.enqueue("made-anew-" + id, "instance-ready", id, reader, READY);

        assertThat(QuarkusTransaction.requiringNew().call(() -> MailEntity.count("anchor", id)))
                .isEqualTo(1);
    }

    @Test
    void isSentAsTextAndPageUnderAnIdOfItsOwn() {
        mails.enqueue("", "instance-ready", id, reader, READY);

        Mail mail = received();

        assertThat(mail.getSubject()).isEqualTo("Your instance is ready");
        assertThat(mail.getText()).contains("https://acme.example");
        assertThat(mail.getHtml()).contains("href=\"https://acme.example\"");
        assertThat(mail.getHeaders().get("Message-ID"))
                .singleElement()
                .asString()
                .matches("<[0-9a-f]{64}@[^>]+>");
    }

    @Test
    void saysWhatItsOccasionSaysWhenItIsSent() {
        mails.enqueue("", "welcome", id, reader, READY);

        assertThat(received().getText()).contains("made when it is sent");
        assertThat(row().model).doesNotContain("made when");
    }

    @Test
    void isDroppedWhenItsReasonHasPassed() {
        mails.enqueue("", "welcome", "passed-" + id, reader, READY);

        await().atMost(SOON).until(() -> row().droppedAt != null);
        assertThat(mailbox.getMailsSentTo(reader)).isEmpty();
    }

    @Test
    void oneThatCannotBeWrittenIsPutOffAndHoldsUpNoOther() {
        mails.enqueue("", "welcome", "fails-" + id, reader, READY);
        await().atMost(SOON).until(() -> row().attempts > 0);
        mails.enqueue("", "instance-ready", id, reader, READY);

        assertThat(received().getSubject()).isEqualTo("Your instance is ready");
        assertThat(QuarkusTransaction.requiringNew().call(() -> MailEntity.<MailEntity>find("anchor", "fails-" + id)
                        .<MailEntity>firstResult()))
                .satisfies(failed -> assertThat(failed.error).isEqualTo("IllegalStateException"))
                .satisfies(failed -> assertThat(failed.nextAt).isAfter(failed.createdAt));
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
