package io.wheelwright.account;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.audit.Audit;
import io.wheelwright.billing.Subscriptions;
import io.wheelwright.mail.Mails;
import io.wheelwright.organization.NewOrganization;
import io.wheelwright.organization.Organizations;
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
import java.util.UUID;

/**
 * Makes of a signup all that an account needs, in one transaction: the user, the organization and its owner, the trial,
 * the order of the instance and the mail. The resources follow by the outbox.
 */
@Startup
@ApplicationScoped
class OpenedAccounts {

    private final Offers offers;
    private final Organizations organizations;
    private final Subscriptions subscriptions;
    private final Provisioning provisioning;
    private final Mails mails;
    private final Audit audit;
    private final Counter signups;
    private final int trialDays;
    private final Clock clock;

    OpenedAccounts(
            Offers offers,
            Organizations organizations,
            Subscriptions subscriptions,
            Provisioning provisioning,
            Mails mails,
            Audit audit,
            MeterRegistry registry,
            WheelwrightConfig config,
            Clock clock) {
        this.offers = offers;
        this.organizations = organizations;
        this.subscriptions = subscriptions;
        this.provisioning = provisioning;
        this.mails = mails;
        this.audit = audit;
        this.signups = Counter.builder("wheelwright.signups")
                .description("Signups that have become accounts.")
                .register(registry);
        this.trialDays = config.hosted().trialDays();
        this.clock = clock;
    }

    /**
     * Opens the account, in the caller's transaction; ends the request when its address has one already.
     *
     * @param verified whether it is proven that the address is theirs
     */
    @Transactional(TxType.MANDATORY)
    void open(SignupEntity signup, boolean verified) {
        Instant now = clock.instant();
        UserEntity user = user(signup, verified, now);
        Offer offer = offers.find(signup.productId, signup.plan);
        Organizations.Opened opened = organizations.open(new NewOrganization(signup.organizationName, signup.email));
        String orgId = opened.organization().orgId();
        own(opened.row(), user, now);
        BillingFacts trial = Trial.of(offer.plan(), trialDays, now);
        organizations.bill(orgId, trial);
        subscriptions.begin("signup-" + signup.id, orgId, offer.productId(), trial);
        Ordered instance = provisioning.order(
                new Order(orgId, offer.productId(), offer.plan().id(), signup.region, signup.email));
        signup.completedAt = now;
        signup.passwordHash = null;
        signup.orgId = orgId;
        signup.spokeId = instance.spokeId();
        mails.enqueue(
                "",
                "welcome",
                user.id.toString(),
                user.email,
                Map.of("url", "https://" + instance.hostname(), "trial_ends", MailTime.of(trial.trialEndsAt())));
        audit.record("user:" + user.id, "signup", "User", user.id.toString(), null, Map.of("org_id", orgId));
        signups.increment();
    }

    private static UserEntity user(SignupEntity signup, boolean verified, Instant now) {
        if (UserEntity.count("emailKey", signup.emailKey) > 0) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "There is an account with this address: log in, or ask for a new password if you forgot yours.");
        }
        UserEntity user = new UserEntity();
        user.id = UUID.randomUUID();
        user.email = signup.email;
        user.emailKey = signup.emailKey;
        user.fullName = signup.fullName;
        user.passwordHash = signup.passwordHash;
        user.verifiedAt = verified ? now : null;
        user.createdAt = now;
        user.updatedAt = now;
        user.persist();
        return user;
    }

    private static void own(long organization, UserEntity user, Instant now) {
        MemberEntity owner = new MemberEntity();
        owner.organization = organization;
        owner.userId = user.id;
        owner.role = MemberRole.owner;
        owner.createdAt = now;
        owner.persist();
    }
}
