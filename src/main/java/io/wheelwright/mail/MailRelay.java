package io.wheelwright.mail;

import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.vertx.ext.mail.SMTPException;
import io.wheelwright.Digest;
import io.wheelwright.PublicUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Sends what is in the outbox of mails, and tries again later what could not be sent. No transaction is open while the
 * mail server is asked. A hub that is killed between the server's answer and the record of it leaves a mail that is sent
 * again under the same Message-ID, by which mailboxes know it.
 */
@ApplicationScoped
class MailRelay {

    /** How long a mail belongs to the hub that has taken it; no mail server takes nearly as long. */
    private static final Duration TURN = Duration.ofMinutes(2);

    private final Mailer mailer;
    private final Letters letters;
    private final Map<String, Occasion> occasions;
    private final PublicUrl url;
    private final MailMetrics metrics;
    private final Clock clock;

    /** Why the last mail could not be sent: said once, and not for each mail again while it lasts. */
    private String trouble = "";

    MailRelay(
            Mailer mailer,
            Letters letters,
            @All List<Occasion> occasions,
            PublicUrl url,
            MailMetrics metrics,
            Clock clock) {
        this.mailer = mailer;
        this.letters = letters;
        this.occasions = occasions.stream().collect(Collectors.toMap(Occasion::kind, Function.identity()));
        this.url = url;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void drain() {
        Optional<DueMail> due = take();
        while (due.isPresent()) {
            send(due.get());
            due = take();
        }
    }

    private Optional<DueMail> take() {
        Instant now = clock.instant();
        return QuarkusTransaction.requiringNew().call(() -> MailEntity.due(now).map(mail -> mail.take(now.plus(TURN))));
    }

    /** Boundary to the mail server: whatever it does to one mail delays that mail only. */
    private void send(DueMail mail) {
        try {
            Optional<DueMail> now = asOfNow(mail);
            if (now.isEmpty()) {
                record(mail, row -> {
                    row.droppedAt = clock.instant();
                    row.error = null;
                });
                return;
            }
            mailer.send(envelope(now.get(), letters.write(mail.kind(), now.get().model())));
        } catch (RuntimeException e) {
            failed(mail, root(e));
            return;
        }
        record(mail, row -> {
            row.sentAt = clock.instant();
            row.error = null;
        });
        trouble = "";
    }

    /** Empty when there is no reason left to send it. */
    private Optional<DueMail> asOfNow(DueMail mail) {
        Occasion occasion = occasions.get(mail.kind());
        if (occasion == null) {
            return Optional.of(mail);
        }
        Reason reason = mail.reason();
        return QuarkusTransaction.requiringNew().call(() -> occasion.details(reason)
                .map(details -> mail.with(occasion.recipient(reason).orElse(mail.recipient()), details)));
    }

    private Mail envelope(DueMail mail, Letter letter) {
        String id = Digest.sha256(mail.kind() + "/" + mail.anchor());
        return new Mail()
                .addTo(mail.recipient())
                .setSubject(letter.subject())
                .setText(letter.text())
                .setHtml(letter.html())
                .addHeader("Message-ID", "<" + id + "@" + url.home().getHost() + ">")
                .addHeader("Auto-Submitted", "auto-generated");
    }

    private void failed(DueMail mail, Throwable cause) {
        Instant now = clock.instant();
        Patience patience = Patience.with(cause);
        Optional<Instant> next = patience.next(mail.askedAt(), mail.attempts(), now);
        String why = reason(cause);
        record(mail, row -> {
            row.error = why;
            row.refused = patience == Patience.WITH_THE_MAILBOX;
            row.attempts++;
            next.ifPresentOrElse(at -> row.nextAt = at, () -> row.droppedAt = now);
        });
        if (next.isEmpty()) {
            metrics.givenUp();
        }
        if (!why.equals(trouble)) {
            Log.warnf("Mails cannot be sent (%s). They are kept, and tried again for %s.", why, patience.longest());
            trouble = why;
        }
    }

    private static void record(DueMail mail, Consumer<MailEntity> outcome) {
        QuarkusTransaction.requiringNew().run(() -> outcome.accept(MailEntity.of(mail)));
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** What a server answers may name the recipient, who is nobody's business in a log. */
    private static String reason(Throwable cause) {
        String kind = cause.getClass().getSimpleName();
        if (cause instanceof SMTPException answer) {
            return kind + ": " + answer.getReplyCode();
        }
        return cause instanceof ConnectException ? kind + ": " + cause.getMessage() : kind;
    }
}
