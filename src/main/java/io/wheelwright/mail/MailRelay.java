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
        } catch (RuntimeException e) {
            mail.error = e.getClass().getSimpleName();
            mail.nextAt = now.plus(BACKOFF.after(mail.attempts));
            mail.attempts++;
            Log.warnf("A mail of kind %s could not be sent: %s", mail.kind, mail.error);
        }
    }

    private String render(String name, MailEntity mail) {
        Template template = templates.getTemplate("mail/" + name);
        return template.data("model", Json.read(mail.model, Map.class)).render();
    }
}
