package io.wheelwright.account;

import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.MockMailbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** What the hub has sent. */
@ApplicationScoped
class Postbox {

    private static final Pattern TOKEN = Pattern.compile("#token=([-_A-Za-z0-9]{43})\\s");

    private final MockMailbox mailbox;

    Postbox(MockMailbox mailbox) {
        this.mailbox = mailbox;
    }

    /** Waits for that many mails with the subject. */
    List<Mail> await(String reader, String subject, int count) {
        Awaitility.await().atMost(SOON).until(() -> sent(reader, subject).size() >= count);
        assertThat(sent(reader, subject)).hasSize(count);
        return sent(reader, subject);
    }

    /** The token of the last of that many mails. */
    String token(String reader, String subject, int count) {
        Matcher token =
                TOKEN.matcher(await(reader, subject, count).get(count - 1).getText());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    List<Mail> sent(String reader, String subject) {
        return mailbox.getMailsSentTo(reader).stream()
                .filter(mail -> mail.getSubject().equals(subject))
                .toList();
    }
}
