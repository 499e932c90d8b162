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

    static final String WAITING = "admittedAt is null";

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

    /** Writes as little or as much of an address that is there as of a new one; who let an admission lapse waits again. */
    static void join(Address address, Instant now) {
        getEntityManager()
                .createNativeQuery("""
                        INSERT INTO waitlist (email, email_key, created_at) VALUES (:email, :key, :now)
                        ON CONFLICT (email_key) DO UPDATE
                        SET created_at = :now, admitted_at = NULL, admitted_by = NULL, expires_at = NULL
                        WHERE waitlist.expires_at < :now
                        """)
                .setParameter("email", address.written())
                .setParameter("key", address.key())
                .setParameter("now", now)
                .executeUpdate();
    }

    static Optional<WaitlistEntity> locked(long id) {
        return Optional.ofNullable(findById(id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** Those who wait, the longest first; one more than asked for. */
    static List<WaitlistEntity> page(PageRequest page) {
        return find(WAITING + " and id > ?1 order by id", page.after())
                .page(0, page.limit() + 1)
                .list();
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
