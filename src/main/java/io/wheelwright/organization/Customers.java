package io.wheelwright.organization;

import io.wheelwright.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The organizations as what decides what becomes of them. */
@ApplicationScoped
public class Customers {

    /** The one that has this name now; ends the request if there is none. */
    @Transactional
    public Customer known(String orgId) {
        return OrganizationEntity.current(orgId)
                .map(OrganizationEntity::customer)
                .orElseThrow(() -> Problem.notFound("organization", orgId));
    }

    /** The one that has this name now. */
    @Transactional
    public Optional<Customer> named(String orgId) {
        return OrganizationEntity.current(orgId).map(OrganizationEntity::customer);
    }

    /** The same, so that nothing changes it before the end of the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public Optional<Customer> locked(String orgId) {
        return OrganizationEntity.locked(orgId).map(OrganizationEntity::customer);
    }

    /** Whether there was one of this name, and there is none now. */
    @Transactional
    public boolean isGone(String orgId) {
        return OrganizationEntity.current(orgId).isEmpty() && OrganizationEntity.count("orgId", orgId) > 0;
    }

    /** Those whose biller has stated a date between these instants. */
    @Transactional
    public List<Customer> withDateBetween(String source, Instant from, Instant to) {
        return BilledRows.withDateBetween(source, from, to).stream()
                .map(OrganizationEntity::customer)
                .toList();
    }

    /**
     * A customer among all.
     *
     * @param place grows in the order in which they became known
     */
    public record Listed(long place, Customer customer) {}

    /**
     * Those of a biller, in the order in which they became known, as far as their resource was seen.
     *
     * @param after place behind which to begin
     */
    @Transactional
    public List<Listed> billedBy(String source, long after, int most) {
        return BilledRows.of(source, after, most).stream()
                .map(row -> new Listed(row.id, row.customer()))
                .toList();
    }

    /** How many of them there are. */
    @Transactional
    public long countBilledBy(String source) {
        return BilledRows.count(source);
    }

    /** The one whose resource has this UID, while it is there. */
    @Transactional
    public Optional<Customer> ofUid(String uid) {
        return OrganizationEntity.<OrganizationEntity>find("uid = ?1 and goneAt is null", uid)
                .firstResultOptional()
                .map(OrganizationEntity::customer);
    }

    /** The same of several, by UID; those that are not there are left out. */
    @Transactional
    public Map<String, Customer> ofUids(Collection<String> uids) {
        List<String> known = uids.stream().filter(Objects::nonNull).distinct().toList();
        return OrganizationEntity.<OrganizationEntity>list("uid in ?1 and goneAt is null", known).stream()
                .map(OrganizationEntity::customer)
                .collect(Collectors.toMap(Customer::uid, Function.identity(), (one, same) -> one));
    }

    /** Records as whom an organization pays at Stripe, in the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public void pays(String uid, String stripeCustomerId) {
        OrganizationEntity.update("stripeCustomerId = ?1 where uid = ?2 and goneAt is null", stripeCustomerId, uid);
    }
}
