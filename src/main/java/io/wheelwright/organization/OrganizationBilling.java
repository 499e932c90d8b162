package io.wheelwright.organization;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.wheelwright.Json;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.OrganizationSpec;
import io.wheelwright.outbox.FieldManagers;
import io.wheelwright.outbox.Proposal;
import io.wheelwright.outbox.Proposals;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the biller says of organizations. The Organization resource owns it; the hub writes the whole of it, under the next
 * revision, and never over a part that somebody else keeps.
 */
@ApplicationScoped
public class OrganizationBilling {

    private static final String KIND = "Organization";
    private static final String FIELD = "billing";

    private final Customers customers;
    private final Proposals proposals;
    private final KubernetesSerialization serialization;
    private final Event<OrganizationChanged> changes;
    private final String namespace;
    private final Clock clock;

    OrganizationBilling(
            Customers customers,
            Proposals proposals,
            KubernetesSerialization serialization,
            Event<OrganizationChanged> changes,
            WheelwrightConfig config,
            Clock clock) {
        this.customers = customers;
        this.proposals = proposals;
        this.serialization = serialization;
        this.changes = changes;
        this.namespace = config.namespace();
        this.clock = clock;
    }

    /** Says of an organization that is just being made what its biller begins with, in the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public void begin(long row, BillingFacts facts) {
        record(OrganizationEntity.findById(row), facts);
    }

    /**
     * Looks whether what the biller says can be changed, outside of a transaction; ends the request if not.
     *
     * @param change makes the new facts of those that hold, which are null where nobody bills; source and revision are
     *     filled in
     * @return what makes the change inside of a transaction
     */
    @Transactional(TxType.NEVER)
    public Supplier<Customer> prepare(String orgId, BillingClaim claim, UnaryOperator<BillingFacts> change) {
        Customer customer = customers.known(orgId);
        Optional<Organization> live = proposals
                .live(proposal(orgId, customer.uid(), Map.of()).manifest())
                .map(this::read);
        BillingFacts seen =
                live.map(Organization::getSpec).map(OrganizationSpec::billing).orElse(null);
        BillingFacts wanted = next(newest(customer.billing(), seen), claim, change);
        if (!wanted.equals(customer.billing())) {
            checkWhole(wanted, proposals.check(draft(customer, live.isPresent(), wanted)));
        }
        return () -> write(orgId, seen, claim, change);
    }

    /** Asks the API server whether it would take what the biller says once more; ends the request if not. */
    @Transactional(TxType.NEVER)
    public void check(Customer customer) {
        proposals.check(proposal(customer.orgId(), customer.uid(), Map.of(FIELD, Json.tree(customer.billing()))));
    }

    /** Remembers that a date of the biller is there only because one was put off, in the transaction that has written it. */
    @Transactional(TxType.MANDATORY)
    public void hasPutOff(String orgId, Instant until) {
        OrganizationEntity.locked(orgId).ifPresent(organization -> organization.putOffUntil = until);
    }

    /** It may have been changed since it was looked at. */
    private Customer write(String orgId, BillingFacts seen, BillingClaim claim, UnaryOperator<BillingFacts> change) {
        OrganizationEntity organization = OrganizationEntity.locked(orgId).orElseThrow(() -> unknown(orgId));
        BillingFacts wanted = next(newest(organization.billing(), seen), claim, change);
        if (!wanted.equals(organization.billing())) {
            record(organization, wanted);
        }
        return organization.customer();
    }

    private void record(OrganizationEntity organization, BillingFacts facts) {
        BillingFacts before = organization.billing();
        organization.bill(facts);
        organization.updatedAt = clock.instant();
        if (organization.uid != null) {
            changes.fire(new OrganizationChanged(organization.uid));
        }
        proposals.change(
                proposal(organization.orgId, organization.uid, Map.of(FIELD, Json.tree(facts))), before, facts);
    }

    /** The same facts stay under their revision, and a hold that nothing is said of stays: no biller lifts one by the way. */
    private static BillingFacts next(BillingFacts now, BillingClaim claim, UnaryOperator<BillingFacts> change) {
        claim.checkOn(now);
        long revision = BillingClaim.revision(now);
        BillingFacts said = change.apply(now);
        BillingFactsBuilder wanted = BillingFactsBuilder.builder(said)
                .source(claim.source())
                .hold(said.hold() == null && now != null ? now.hold() : said.hold());
        BillingFacts same = wanted.revision(revision).build();
        return same.equals(now) ? now : wanted.revision(revision + 1).build();
    }

    private static BillingFacts newest(BillingFacts one, BillingFacts other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return BillingClaim.revision(other) > BillingClaim.revision(one) ? other : one;
    }

    /** Where the organization itself is still on its way, the API server is asked about the two together. */
    private Proposal draft(Customer customer, boolean isThere, BillingFacts facts) {
        Map<String, Object> spec = new HashMap<>(Map.of(FIELD, Json.tree(facts)));
        if (!isThere) {
            spec.put("displayName", customer.name());
            spec.put("contactEmail", customer.email());
        }
        return proposal(customer.orgId(), isThere ? customer.uid() : null, spec);
    }

    /** What is left out goes, unless somebody else keeps it: then the biller would say what nobody has asked for. */
    private void checkWhole(BillingFacts wanted, HasMetadata after) {
        if (!wanted.equals(read(after).getSpec().billing())) {
            Set<String> others = FieldManagers.of(after, FIELD);
            others.remove(Proposal.BILLING);
            throw Problem.of(
                    ProblemType.OWNED_BY_ANOTHER,
                    "A part of spec.billing is kept by %s: change it there, or take it out of there first."
                            .formatted(String.join(", ", others)));
        }
    }

    private Organization read(HasMetadata object) {
        return serialization.convertValue(object, Organization.class);
    }

    private Proposal proposal(String orgId, String uid, Map<String, ?> spec) {
        return Proposal.of(
                Proposal.BILLING,
                KIND,
                new ObjectMetaBuilder()
                        .withNamespace(namespace)
                        .withName(orgId)
                        .withUid(uid)
                        .build(),
                spec,
                OrganizationBilling::wireName);
    }

    private static String wireName(String field) {
        return field.equals("spec.billing")
                ? "body"
                : field.replaceFirst("^spec\\.billing\\.", "")
                        .replaceAll("([A-Z])", "_$1")
                        .toLowerCase(Locale.ROOT);
    }

    private static RuntimeException unknown(String orgId) {
        return Problem.notFound("organization", orgId);
    }
}
