package io.wheelwright.account;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.MemberRole;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.audit.Audit;
import io.wheelwright.billing.Subscriptions;
import io.wheelwright.mail.MailTime;
import io.wheelwright.mail.Mails;
import io.wheelwright.organization.NewOrganization;
import io.wheelwright.organization.OrganizationBilling;
import io.wheelwright.organization.Organizations;
import io.wheelwright.outbox.Proposals;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import io.wheelwright.provision.Order;
import io.wheelwright.provision.Ordered;
import io.wheelwright.provision.Provisioning;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Makes of a signup all that an account needs, in one transaction: the user, the organization and its owner, the trial,
 * the order of the instance and the mail. The resources follow by the outbox, the trial before the instance: without it
 * the instance would be granted everything.
 */
@Startup
@ApplicationScoped
class OpenedAccounts {

    private final Offers offers;
    private final Memberships memberships;
    private final Organizations organizations;
    private final OrganizationBilling billing;
    private final Subscriptions subscriptions;
    private final Provisioning provisioning;
    private final Proposals proposals;
    private final Mails mails;
    private final Audit audit;
    private final Counter signups;
    private final int trialDays;
    private final Clock clock;

    OpenedAccounts(
            Offers offers,
            Memberships memberships,
            Organizations organizations,
            OrganizationBilling billing,
            Subscriptions subscriptions,
            Provisioning provisioning,
            Proposals proposals,
            Mails mails,
            Audit audit,
            MeterRegistry registry,
            WheelwrightConfig config,
            Clock clock) {
        this.offers = offers;
        this.memberships = memberships;
        this.organizations = organizations;
        this.billing = billing;
        this.subscriptions = subscriptions;
        this.provisioning = provisioning;
        this.proposals = proposals;
        this.mails = mails;
        this.audit = audit;
        this.signups = Counter.builder("wheelwright.signups")
                .description("Signups that have become accounts.")
                .register(registry);
        this.trialDays = config.hosted().trialDays();
        this.clock = clock;
    }

    /** Opens the account, in the caller's transaction; ends the request when its address has one already. */
    @Transactional(TxType.MANDATORY)
    void open(SignupEntity signup, Proof proof) {
        Instant now = clock.instant();
        UserEntity user = user(signup, proof, now);
        Offer offer = offers.promised(signup.productId, signup.plan);
        proposals.inOrder();
        Organizations.Opened opened = organizations.open(new NewOrganization(signup.organizationName, signup.email));
        String orgId = opened.orgId();
        memberships.begin(opened.row(), user.id, MemberRole.owner);
        BillingFacts trial = Trial.of(offer.plan(), trialDays, now);
        billing.begin(opened.row(), trial);
        subscriptions.begin(signup.subscription(), orgId, offer.productId(), trial);
        Ordered instance = provisioning.order(
                new Order(orgId, offer.productId(), offer.plan().id(), signup.region, signup.email));
        signup.completedAt = now;
        signup.orgId = orgId;
        signup.spokeId = instance.spokeId();
        mails.enqueue(
                "",
                "welcome",
                signup.id.toString(),
                user.email,
                Map.of("url", "https://" + instance.hostname(), "trial_ends", MailTime.of(trial.trialEndsAt())));
        audit.record("user:" + user.id, "signup", "User", user.id.toString(), null, Map.of("org_id", orgId));
        signups.increment();
    }

    private UserEntity user(SignupEntity signup, Proof proof, Instant now) {
        Optional<UserEntity> known = UserEntity.ofKey(signup.emailKey);
        if (known.isEmpty()) {
            return newcomer(signup, proof, now);
        }
        if (memberships.hasSome(known.get()) || !proof.isOf(known.get())) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "There is an account with this address: log in, or ask for a new password if you forgot yours.");
        }
        if (proof.mailbox()) {
            known.get().setPassword(proof.passwordHash(), now);
        }
        return known.get();
    }

    private static UserEntity newcomer(SignupEntity signup, Proof proof, Instant now) {
        UserEntity user =
                UserEntity.newcomer(signup.email, signup.emailKey, signup.fullName, proof.passwordHash(), now);
        if (proof.mailbox()) {
            user.verify(now);
        }
        user.persist();
        return user;
    }
}
