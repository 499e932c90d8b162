package io.wheelwright.mail;

import io.wheelwright.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;

/** The outbox of mails: each is sent once, whoever asks for it again. */
@ApplicationScoped
public class Mails {

    private static final String MAIL = """
            INSERT INTO mails (org_uid, kind, anchor, recipient, model, next_at, created_at)
            VALUES (:org, :kind, :anchor, :to, cast(:model AS jsonb), :now, :now)
            """;

    private static final String ONCE = MAIL + "ON CONFLICT DO NOTHING";

    /** One with an error was given up: what could not be sent for days is not begun anew. */
    private static final String AGAIN = MAIL + """
            ON CONFLICT (kind, anchor) DO UPDATE
            SET dropped_at = NULL, attempts = 0, refused = false, next_at = :now, created_at = :now
            WHERE mails.dropped_at IS NOT NULL AND mails.sent_at IS NULL AND mails.error IS NULL
            """;

    private final Clock clock;

    Mails(Clock clock) {
        this.clock = clock;
    }

    /**
     * Asks for a mail; one of this kind and anchor is sent only once, also when the organization was made anew since.
     *
     * @param anchor what the mail is about: an id that is nobody else's
     */
    @Transactional
    public void enqueue(String orgUid, String kind, String anchor, String to, Map<String, String> model) {
        enqueue(ONCE, orgUid, kind, anchor, to, model);
    }

    /**
     * The same for what may be so, be over, and be so again: a mail that was dropped meanwhile is sent after all.
     *
     * @return whether it is sent because of this
     */
    @Transactional
    public boolean enqueueAgain(String orgUid, String kind, String anchor, String to, Map<String, String> model) {
        return enqueue(AGAIN, orgUid, kind, anchor, to, model);
    }

    private boolean enqueue(
            String statement, String orgUid, String kind, String anchor, String to, Map<String, String> model) {
        return MailEntity.getEntityManager()
                        .createNativeQuery(statement)
                        .setParameter("org", orgUid)
                        .setParameter("kind", kind)
                        .setParameter("anchor", anchor)
                        .setParameter("to", to)
                        .setParameter("model", Json.write(model))
                        .setParameter("now", clock.instant())
                        .executeUpdate()
                > 0;
    }
}
