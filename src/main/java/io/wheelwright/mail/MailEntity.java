package io.wheelwright.mail;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wheelwright.Json;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A mail that is to be sent, or was. */
@Entity
@Table(name = "mails")
class MailEntity extends PanacheEntityBase {

    private static final TypeReference<Map<String, String>> MODEL = new TypeReference<>() {};

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String orgUid;
    String kind;
    String anchor;
    String recipient;

    @JdbcTypeCode(SqlTypes.JSON)
    String model;

    /** The mail server is there, and does not take mails for this mailbox. */
    boolean refused;

    int attempts;
    Instant nextAt;
    String error;
    Instant createdAt;
    Instant sentAt;

    /** When there was no reason left to send it, or no hope. */
    Instant droppedAt;

    /** The oldest mail that is due, locked for this transaction. */
    static Optional<MailEntity> due(Instant now) {
        return getEntityManager()
                .createNativeQuery("""
                        SELECT * FROM mails WHERE sent_at IS NULL AND dropped_at IS NULL AND next_at <= :now
                        ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
                        """, MailEntity.class)
                .setParameter("now", now)
                .getResultStream()
                .map(MailEntity.class::cast)
                .findFirst();
    }

    static MailEntity of(DueMail mail) {
        return findById(mail.id());
    }

    /** Keeps the others from it until then. */
    DueMail take(Instant until) {
        nextAt = until;
        return new DueMail(id, kind, anchor, recipient, Json.read(model, MODEL), createdAt, attempts);
    }
}
