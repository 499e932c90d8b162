package io.wheelwright.mail;

import io.wheelwright.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;

/** The outbox of mails: each is sent once, whoever asks for it again. */
@ApplicationScoped
public class Mails {

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
        MailEntity.getEntityManager()
                .createNativeQuery("""
                        INSERT INTO mails (org_uid, kind, anchor, recipient, model, next_at, created_at)
                        VALUES (:org, :kind, :anchor, :to, cast(:model AS jsonb), :now, :now)
                        ON CONFLICT DO NOTHING
                        """)
                .setParameter("org", orgUid)
                .setParameter("kind", kind)
                .setParameter("anchor", anchor)
                .setParameter("to", to)
                .setParameter("model", Json.write(model))
                .setParameter("now", clock.instant())
                .executeUpdate();
    }
}
