package io.wheelwright.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;

/** Logins in a row that failed. */
@Entity
@Table(name = "failed_logins")
class FailedLoginEntity extends PanacheEntityBase {

    @Id
    String subject;

    int failures;
    Instant lastAt;

    /** One more, of however many hubs at once; the first one again after a while. */
    static void add(String subject, Instant now, Duration memory) {
        getEntityManager()
                .createNativeQuery("""
                        INSERT INTO failed_logins AS known (subject, failures, last_at) VALUES (:subject, 1, :now)
                        ON CONFLICT (subject) DO UPDATE SET last_at = :now,
                        failures = CASE WHEN known.last_at < :longAgo THEN 1 ELSE known.failures + 1 END
                        """)
                .setParameter("subject", subject)
                .setParameter("now", now)
                .setParameter("longAgo", now.minus(memory))
                .executeUpdate();
    }
}
