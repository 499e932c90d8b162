package io.wheelwright.mail;

import io.quarkus.logging.Log;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.Engine;
import io.quarkus.qute.Template;
import io.quarkus.scheduler.Scheduled;
import io.wheelwright.Backoff;
import io.wheelwright.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Sends what is in the outbox of mails, and tries again later what could not be sent. */
@ApplicationScoped
class MailRelay {

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(15));

    private final Mailer mailer;
    private final Engine templates;
    private final Clock clock;

    /** Why the last mail could not be sent: said once, and not for each mail again while it lasts. */
    private String trouble = "";

    MailRelay(Mailer mailer, Engine templates, Clock clock) {
        this.mailer = mailer;
        this.templates = templates;
        this.clock = clock;
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void drain() {
        boolean more = true;
        while (more) {
            more = QuarkusTransaction.requiringNew().call(this::next);
        }
    }

    private boolean next() {
        Optional<MailEntity> due = MailEntity.due(clock.instant());
        due.ifPresent(this::send);
        return due.isPresent();
    }

    /** Boundary to the mail server: whatever it does to one mail delays that mail only. */
    private void send(MailEntity mail) {
        Instant now = clock.instant();
        try {
            String text = render(mail.kind + ".txt", mail);
            mailer.send(Mail.withText(
                    mail.recipient, render(mail.kind + "-subject.txt", mail).strip(), text));
            mail.sentAt = now;
            mail.error = null;
            trouble = "";
        } catch (RuntimeException e) {
            mail.error = reason(e);
            mail.nextAt = now.plus(BACKOFF.after(mail.attempts));
            mail.attempts++;
            tell(mail.error);
        }
    }

    private void tell(String reason) {
        if (!reason.equals(trouble)) {
            Log.warnf("Mails cannot be sent (%s). They are kept, and tried again.", reason);
            trouble = reason;
        }
    }

    /** What a server answers may name the recipient, who is nobody's business in a log. */
    private static String reason(RuntimeException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String kind = cause.getClass().getSimpleName();
        return cause instanceof ConnectException ? kind + ": " + cause.getMessage() : kind;
    }

    private String render(String name, MailEntity mail) {
        Template template = templates.getTemplate("mail/" + name);
        return template.data("model", Json.read(mail.model, Map.class)).render();
    }
}
