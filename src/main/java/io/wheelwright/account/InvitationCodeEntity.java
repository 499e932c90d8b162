package io.wheelwright.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wheelwright.Digest;
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

/** What lets somebody sign up, by its hash. */
@Entity
@Table(name = "invitation_codes")
class InvitationCodeEntity extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String sha256;
    String note;

    /** The only address that it lets in; null where it lets in whoever has it. */
    String emailKey;

    int uses;
    int used;

    /** As the audit names who it was. */
    String madeBy;

    Instant createdAt;
    Instant expiresAt;
    Instant revokedAt;

    /** Held until the end of the transaction, so that nobody else uses it meanwhile. */
    static Optional<InvitationCodeEntity> locked(String code) {
        return find("sha256", Digest.sha256(code))
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    static Optional<InvitationCodeEntity> locked(long id) {
        return find("id = ?1 and emailKey is null", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    /** Those that administrators have made, oldest first; one more than asked for. */
    static List<InvitationCodeEntity> page(PageRequest page) {
        return find("emailKey is null and id > ?1 order by id", page.after())
                .page(0, page.limit() + 1)
                .list();
    }

    static long countMade() {
        return count("emailKey is null");
    }

    /** Whether it lets this address in. */
    boolean isGood(Address address, Instant now) {
        return used < uses
                && revokedAt == null
                && now.isBefore(expiresAt)
                && (emailKey == null || emailKey.equals(address.key()));
    }

    InvitationCodeView view() {
        return new InvitationCodeView(id.toString(), note, uses, used, madeBy, createdAt, expiresAt, revokedAt);
    }
}
