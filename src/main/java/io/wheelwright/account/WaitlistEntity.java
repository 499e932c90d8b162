package io.wheelwright.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wheelwright.PageRequest;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Somebody who has asked to be let in. */
@Entity
@Table(name = "waitlist")
class WaitlistEntity extends PanacheEntityBase {

    private static final String STANDING = "(admittedAt is null and ?1 = false or expiresAt > ?2 and ?1 = true)";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String email;
    String emailKey;
    Instant createdAt;
    Instant admittedAt;

    /** As the audit names who it was. */
    String admittedBy;

    /** Until when somebody who was admitted may sign up. */
    Instant expiresAt;

    /** Does as little or as much for an address that is there as for a new one; who let an admission lapse waits again. */
    static void join(Address address, Instant now) {
        delete("emailKey = ?1 and expiresAt < ?2", address.key(), now);
        getEntityManager()
                .createNativeQuery("""
                        INSERT INTO waitlist (email, email_key, created_at) VALUES (:email, :key, :now)
                        ON CONFLICT (email_key) DO NOTHING
                        """)
                .setParameter("email", address.written())
                .setParameter("key", address.key())
                .setParameter("now", now)
                .executeUpdate();
    }

    static Optional<WaitlistEntity> locked(long id) {
        return Optional.ofNullable(findById(id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** Those who wait, or were admitted and may sign up, the longest first; one more than asked for. */
    static List<WaitlistEntity> page(boolean admitted, Instant now, PageRequest page) {
        return WaitlistEntity.<WaitlistEntity>find(STANDING + " and id > ?3 order by id", admitted, now, page.after())
                .range(0, page.limit())
                .list();
    }

    static long count(boolean admitted, Instant now) {
        return count(STANDING, admitted, now);
    }

    boolean isAdmitted(Instant now) {
        return admittedAt != null && now.isBefore(expiresAt);
    }

    /** Tells this admission from a later one of the same address. */
    String anchor() {
        return id + "/" + admittedAt.toEpochMilli();
    }

    WaitlistView view() {
        return new WaitlistView(id.toString(), email, createdAt, admittedAt, admittedBy, expiresAt);
    }
}
