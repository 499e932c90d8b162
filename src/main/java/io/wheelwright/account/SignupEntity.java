package io.wheelwright.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What somebody wants who signs up, and what came of it. */
@Entity
@Table(name = "signups")
class SignupEntity extends PanacheEntityBase {

    @Id
    UUID id;

    String email;
    String emailKey;

    String fullName;
    String organizationName;
    String productId;
    String plan;
    String region;

    /** Id of the code that lets it in, a use of which it holds; null where everybody may sign up. */
    Long invitationCode;

    /** How many mails were asked for. */
    int mails;

    Instant createdAt;
    Instant expiresAt;
    Instant completedAt;
    String orgId;
    String spokeId;

    static Optional<SignupEntity> locked(UUID id) {
        return Optional.ofNullable(findById(id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** Read by itself: who wants the row's turn must not have read the row before. */
    static Optional<String> emailKeyOf(UUID id) {
        return getEntityManager()
                .createQuery("select emailKey from SignupEntity where id = :id", String.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst();
    }

    /** Ends those that nobody has confirmed in time, and gives back the uses of codes that they hold. */
    static void giveUp(Instant now) {
        getEntityManager().createNativeQuery("""
                        WITH ended AS (
                          DELETE FROM signups WHERE completed_at IS NULL AND expires_at < :now RETURNING invitation_code)
                        UPDATE invitation_codes code SET used = code.used - back.uses
                        FROM (SELECT invitation_code, count(*) AS uses FROM ended GROUP BY invitation_code) back
                        WHERE code.id = back.invitation_code
                        """).setParameter("now", now).executeUpdate();
    }

    static long openSince(Address address, Instant since) {
        return count("emailKey = ?1 and completedAt is null and createdAt > ?2", address.key(), since);
    }

    /** The last one that still can be completed. */
    static Optional<SignupEntity> open(Address address, Instant now) {
        return find(
                        "emailKey = ?1 and completedAt is null and expiresAt > ?2 order by createdAt desc",
                        address.key(),
                        now)
                .firstResultOptional();
    }

    /** By what the subscription is known that it began. */
    String subscription() {
        return "signup-" + id;
    }

    boolean isOpen(Instant now) {
        return completedAt == null && now.isBefore(expiresAt);
    }
}
