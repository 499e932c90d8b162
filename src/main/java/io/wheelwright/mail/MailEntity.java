package io.wheelwright.mail;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A mail that is to be sent, or was. */
@Entity
@Table(name = "mails")
class MailEntity extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String orgUid;
    String kind;
    String anchor;
    String recipient;

    @JdbcTypeCode(SqlTypes.JSON)
    String model;

    int attempts;
    Instant nextAt;
    String error;
    Instant createdAt;
    Instant sentAt;

    /** The oldest mail that is due, locked for this transaction. */
    static Optional<MailEntity> due(Instant now) {
        return getEntityManager()
                .createNativeQuery("""
                        SELECT * FROM mails WHERE sent_at IS NULL AND next_at <= :now
                        ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
                        """, MailEntity.class)
                .setParameter("now", now)
                .getResultStream()
                .map(MailEntity.class::cast)
                .findFirst();
    }
}
