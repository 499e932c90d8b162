package io.wheelwright.erasure;

import static io.wheelwright.erasure.Holding.Fate.KEPT;
import static io.wheelwright.erasure.Holding.Fate.NOBODYS;
import static io.wheelwright.erasure.Holding.Fate.PASSING;
import static io.wheelwright.erasure.Holding.Fate.REDUCED;
import static io.wheelwright.erasure.Holding.erased;
import static io.wheelwright.erasure.Holding.other;

import java.util.List;
import java.util.Set;

/**
 * Every table of the hub's database: whether its rows are a customer's, whether an export has them, and what becomes of
 * them. A table that is not listed fails the tests. What refers to other rows comes before these.
 */
public final class Holdings {

    private static final String OF_NAME = "org_id = :org";
    private static final String OF_ROW = "organization = ANY(cast(:rows AS bigint[]))";
    private static final String OF_UID = "org_uid = ANY(cast(:uids AS text[]))";
    private static final String OF_SPOKE = "spoke_uid = ANY(cast(:spokes AS text[]))";
    private static final String OF_PERSON = "user_id = ANY(cast(:people AS uuid[]))";

    private static final String OF_ADDRESS = "email_key = ANY(cast(:keys AS text[]))";
    /** Who has come again since is a new customer. */
    private static final String UNLESS_WANTED = """
             AND created_at <= (SELECT max(gone_at) FROM organizations WHERE org_id = :org)
             AND NOT EXISTS (SELECT 1 FROM signups s WHERE s.email_key = %s.email_key AND s.completed_at IS NULL)""";

    /** Arrays, for either is found by an index: the events of a large hub are many. */
    private static final String OF_SUBSCRIPTION =
            "subscription_id = ANY(ARRAY(SELECT subscription_id FROM stripe_subscriptions WHERE %s))"
                    .formatted(OF_NAME);

    private static final String OF_PAYER =
            "customer_id = ANY(ARRAY(SELECT customer_id FROM stripe_customers WHERE %s))".formatted(OF_NAME);

    private static final String OF_REFUND = """
            refund_id = ANY(ARRAY(SELECT refund_id FROM refunds WHERE %s
                                  UNION ALL SELECT charge_id FROM refunds WHERE %s))""".formatted(OF_NAME, OF_NAME);

    private static final String OF_DISPUTE =
            "dispute_id = ANY(ARRAY(SELECT dispute_id FROM disputes WHERE %s))".formatted(OF_NAME);

    private static final List<Holding> ALL = List.of(
            erased("refresh_tokens", "session_id IN (SELECT id FROM sessions WHERE " + OF_PERSON + ")"),
            erased("sessions", OF_PERSON),
            erased("one_time_tokens", """
                    subject = ANY(cast(:people AS uuid[]))
                    OR subject IN (SELECT id FROM invitations WHERE %s)
                    OR subject IN (SELECT id FROM signups WHERE %s)""".formatted(OF_ROW, OF_NAME)),
            erased("invitations", OF_ROW).exportedWithout("email_key"),
            erased("api_tokens", OF_ROW).exportedWithout("sha256"),
            erased("members", OF_ROW).exportedWithout(),
            erased("users", "id = ANY(cast(:people AS uuid[]))").exportedWithout("password_hash", "email_key"),
            erased("signups", OF_NAME + " OR completed_at IS NOT NULL AND email_key = ANY(cast(:keys AS text[]))")
                    .exportedWithout("email_key"),
            erased("waitlist", OF_ADDRESS + UNLESS_WANTED.formatted("waitlist")),
            erased("invitation_codes", OF_ADDRESS + UNLESS_WANTED.formatted("invitation_codes")),
            // What a mail says may contain a link that opens something. One that is not sent yet may be another's.
            erased("mails", """
                    %s OR org_uid = '' AND recipient = ANY(cast(:addresses AS text[]))
                    AND coalesce(sent_at, dropped_at) IS NOT NULL""".formatted(OF_UID)).exportedWithout("model", "error"),
            erased("lifecycle_stages", OF_UID).exportedWithout(),
            // Why somebody has revoked them is for colleagues.
            erased("license_revocations", OF_UID).exportedWithout("reason", "revoked_by"),
            erased("licenses", OF_UID + " OR " + OF_SPOKE).exportedWithout("sha256", "meaning_hash", "reason"),
            // First the turn, which whoever tells Stripe takes before the event.
            erased("metering_turns", OF_NAME),
            // What an event at Stripe was answered is for who runs the hub.
            erased("meter_events", OF_NAME)
                    .exportedWithout("request_id", "failure", "error_code", "error", "doubtful_since"),
            erased("metered_months", OF_NAME).exportedWithout(),
            erased("usage_totals", OF_SPOKE).exportedWithout(),
            erased("usage_reports", OF_SPOKE).exportedWithout(),
            erased("usage_reporters", OF_NAME + " OR " + OF_SPOKE).exportedWithout(),
            erased("provisioning_events", OF_SPOKE).exportedWithout(),
            erased("operations", OF_NAME + " OR " + OF_SPOKE).exportedWithout("key"),
            erased("directory", OF_SPOKE).exportedWithout(),
            erased("manifests", OF_SPOKE).exportedWithout(),
            erased("heartbeats", OF_SPOKE).exportedWithout(),
            erased("spoke_keys", OF_SPOKE),
            erased("subscriptions", OF_NAME).exportedWithout("key"),
            erased("stripe_events", OF_SUBSCRIPTION + " OR " + OF_PAYER + " OR " + OF_REFUND + " OR " + OF_DISPUTE),
            erased("stripe_subscriptions", OF_NAME).exportedWithout("note"),
            erased("stripe_customers", OF_NAME).exportedWithout(),
            erased("stripe_calls", OF_NAME).exportedWithout("request"),
            erased("refunds", OF_NAME).exportedWithout(),
            // How the hub answers a claim of a bank is for colleagues.
            erased("disputes", OF_NAME).exportedWithout("answer_until"),
            erased("billing_suspensions", OF_NAME),
            erased("outbox", """
                    kind = 'Organization' AND name = :org
                    OR kind = 'Spoke' AND name = ANY(cast(:names AS text[]))
                      AND (uid = ANY(cast(:spokes AS text[])) OR manifest -> 'spec' ->> 'organizationRef' = :org)"""),
            // There is none that holds when somebody is erased; members are not told of one before.
            erased("legal_holds", OF_NAME),
            erased("instance_exports", "export_id IN (SELECT id FROM exports WHERE " + OF_NAME + ")"),
            erased("export_parts", "export_id IN (SELECT id FROM exports WHERE " + OF_NAME + ")"),
            erased("exports", OF_NAME).exportedWithout("message", "link_sha256", "asked_by"),
            erased("spokes", OF_NAME).exportedWithout(),
            erased("organizations", OF_NAME).exportedWithout(),
            new Holding(
                    "scheduled_deletions",
                    REDUCED,
                    OF_NAME,
                    Set.of("message", "cause", "exports", "spoke"),
                    "the proof that an instance was destroyed; how its Spoke was and where its exports lie is removed"),
            other("erasures", KEPT, "the tombstones"),
            other("audit", KEPT, "the record of what was done and by whom; a chain of seals forbids to change it"),
            other("audit_seals", KEPT, "the seals of the audit"),
            other("audit_unsealed", KEPT, "what of the audit waits for its seal"),
            other("idempotency_keys", PASSING, "answers that may have to be repeated, for a day"),
            other("rate_limits", PASSING, "how much of a limit is used, while it is"),
            other("failed_logins", PASSING, "logins in a row that failed, by a hash, for a day"),
            other("products", NOBODYS, "what is sold"),
            other("meter_prices", NOBODYS, "at which prices"),
            other("packs", NOBODYS, "what is sold"),
            other("deletion_brake", NOBODYS, "one row of the hub"),
            other("billing_brake", NOBODYS, "one row of the hub"),
            other("operations_queue", NOBODYS, "one row of the hub"),
            other("erasure_runs", NOBODYS, "one row of the hub"),
            other("stripe_rounds", NOBODYS, "how far the hub has read the lists of Stripe"),
            other("flyway_schema_history", NOBODYS, "which migrations have run"));

    private Holdings() {}

    /** All of them, in an order in which rows can be deleted. */
    public static List<Holding> all() {
        return ALL;
    }
}
