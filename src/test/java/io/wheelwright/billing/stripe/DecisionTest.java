package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingHold;
import io.wheelwright.api.v1alpha1.BillingPolicy;
import io.wheelwright.api.v1alpha1.BillingPolicyBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.OnEnd;
import io.wheelwright.api.v1alpha1.OverridesBuilder;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.PlanSpecBuilder;
import io.wheelwright.billing.DeletionDay;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.billing.stripe.SubscriptionFacts.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTest {

    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    private static final Instant SINCE = NOW.minus(Duration.ofDays(60));
    private static final Instant PERIOD_END = NOW.plus(Duration.ofDays(20));
    private static final PlanSpec GROWTH = PlanSpecBuilder.builder()
            .id("growth")
            .stripePriceId("price_growth")
            .graceDays(5)
            .trialGraceDays(2)
            .retentionDays(40)
            .priority(3)
            .build();
    private static final PriceBook PRICES = new PriceBook(Map.of("price_growth", Set.of(GROWTH)));

    /**
     * The table of states, row by row, through the decision and the entitlement: what Stripe has, what spec.billing said before,
     * the plan's policy; what spec.billing says then, what the customer may do, and why. Numbers are days from now; the plan has
     * 5 days of grace, 2 after a trial, and keeps data for 40.
     */
    @ParameterizedTest(name = "row {0}: {1}, before {2}, {3} -> {4}, {5} {6}")
    @CsvSource(
            delimiter = '|',
            value = {
                // 1, 2: a session that is open, or has expired, has no subscription. What was not bought gives and
                // takes nothing.
                "1  | none | manual | | manual | Full | Manual",
                "1  | none | trialing trialEndsAt+3 | | trialing trialEndsAt+3 | Full | Trialing",
                "2  | none | trialing trialEndsAt-1 graceEndsAt+1 | | trialing trialEndsAt-1 graceEndsAt+1 | ReadOnly | TrialGrace",
                "2  | none | cancelled endsAt-9 | | cancelled endsAt-9 | ExportOnly | Cancelled",
                "3  | incomplete | manual | | manual | Full | Manual",
                "3  | incomplete | trialing trialEndsAt-1 graceEndsAt+1 | | trialing trialEndsAt-1 graceEndsAt+1 | ReadOnly | TrialGrace",
                "3  | active, incomplete | active | | active | Full | Active",
                "3  | canceled ended-9, incomplete | cancelled endsAt-9 | | cancelled endsAt-9 | ExportOnly | Cancelled",
                "4  | incomplete_expired | manual | | manual | Full | Manual",
                "4  | incomplete_expired | trialing trialEndsAt-3 graceEndsAt-1 | | trialing trialEndsAt-3 graceEndsAt-1 | None | TrialOver",
                "4  | past_due unpaid-1, incomplete_expired | active | | past_due graceEndsAt+4 | ReadOnly | PaymentPastDue",
                "5  | trialing trial+3 | manual | | trialing trialEndsAt+3 graceEndsAt+5 | Full | Trialing",
                "5  | trialing trial-1 | trialing trialEndsAt-1 graceEndsAt+1 | | trialing trialEndsAt-1 graceEndsAt+1 | ReadOnly | TrialGrace",
                "5  | trialing trial-2 | trialing trialEndsAt-2 graceEndsAt+0 | | trialing trialEndsAt-2 graceEndsAt+0 | None | TrialOver",
                "6  | trialing trial+3 cancel+3 | manual | | trialing trialEndsAt+3 graceEndsAt+5 endsAt+3 | Full | TrialEnding",
                "7  | active | manual | | active | Full | Active",
                "8  | active cancel+3 | active | | active endsAt+3 | Full | CancelScheduled",
                "8  | active cancel-1 | active endsAt-1 | | active endsAt-1 | ExportOnly | Cancelled",
                "9  | active paused | active | | active collection_paused=Full | Full | CollectionPaused",
                "9  | active paused | active | onPausedCollection=ReadOnly | active collection_paused=ReadOnly | ReadOnly | CollectionPaused",
                "10 | active disputed | active | | active disputed=Full | Full | DisputeOpen",
                "10 | active disputed | active | onDispute=ReadOnly | active disputed=ReadOnly | ReadOnly | DisputeOpen",
                "10 | active refunded | active | | active refunded=Full | Full | RefundedInFull",
                "10 | active refunded | active | onFullRefund=ReadOnly | active refunded=ReadOnly | ReadOnly | RefundedInFull",
                "10 | active refunded disputed | active | onFullRefund=None | active refunded=None | None | RefundedInFull",
                "11 | past_due unpaid-1 | active | | past_due graceEndsAt+4 | ReadOnly | PaymentPastDue",
                "11 | past_due unpaid-1 | active | graceFullDays=3 | past_due fullUntil+2 graceEndsAt+4 | Full | PaymentFailed",
                "12 | past_due unpaid-5 | past_due graceEndsAt+0 | | past_due graceEndsAt+0 | None | GraceExpired",
                "13 | unpaid unpaid-9 | past_due graceEndsAt-4 | | suspended | None | Unpaid",
                "14 | paused | trialing trialEndsAt-1 graceEndsAt+1 | | suspended trial_unpaid=None | None | TrialEndedWithoutPaymentMethod",
                "14 | paused | trialing trialEndsAt-1 graceEndsAt+1 | onPausedTrial=ReadOnly | suspended trial_unpaid=ReadOnly | ReadOnly | TrialEndedWithoutPaymentMethod",
                "15 | canceled ended-1 | active | | cancelled endsAt-1 | ExportOnly | Cancelled",
                "15 | canceled ended-1 | suspended | | cancelled endsAt-1 | ExportOnly | Cancelled",
                "15 | canceled ended-1 | cancelled endsAt-1 deleteAfter+39 | | cancelled endsAt-1 deleteAfter+39 | ExportOnly | Cancelled",
                "15 | canceled ended-1 | cancelled endsAt-90 deleteAfter-50 | | cancelled endsAt-1 | ExportOnly | Cancelled",
                "16 | canceled ended-33 | cancelled endsAt-33 deleteAfter+7 | | cancelled endsAt-33 deleteAfter+7 | None | DeletionScheduled",
                "15 | canceled ended-1 | active | onEnd=Delete | cancelled endsAt-1 deleteAfter+39 | ExportOnly | Cancelled",
                "15 | canceled ended-1 | active | onEnd=Delete,retentionDays=90 | cancelled endsAt-1 deleteAfter+89 | ExportOnly | Cancelled",
                "15 | canceled ended-60 | active | onEnd=Delete | cancelled endsAt-60 deleteAfter+14 | ExportOnly | Cancelled",
                "15 | canceled ended-1 | cancelled endsAt-1 deleteAfter+99 | onEnd=Delete | cancelled endsAt-1 deleteAfter+99 | ExportOnly | Cancelled",
                "15 | canceled ended-1 | cancelled endsAt-1 deleteAfter+39 | onEnd=Keep | cancelled endsAt-1 deleteAfter+39 | ExportOnly | Cancelled",
                "16 | canceled ended-34 | cancelled endsAt-34 deleteAfter+6 | onEnd=Delete | cancelled endsAt-34 deleteAfter+6 | None | DeletionScheduled",
                "16 | canceled ended-33 | deletion_scheduled endsAt-33 deleteAfter+1 | | cancelled endsAt-33 deleteAfter+1 | None | DeletionScheduled",
                "17 | canceled ended-40 | cancelled endsAt-40 deleteAfter+0 | | cancelled endsAt-40 deleteAfter+0 | None | DeletionDue",
                "17 | canceled ended-41 | cancelled endsAt-41 deleteAfter-1 | onEnd=Delete | cancelled endsAt-41 deleteAfter-1 | None | DeletionDue",
                "17 | canceled ended-40 | cancelled endsAt-40 deleteAfter+0 hold+2 | | cancelled endsAt-40 deleteAfter+0 hold+2 | Full | BillingHeld",
                "17 | canceled ended-40 | cancelled endsAt-40 deleteAfter+0 hold-1 | | cancelled endsAt-40 deleteAfter+0 hold-1 | ExportOnly | Cancelled",
                "18 | dreaming | active | | active | Full | Active",
                "18 | dreaming | past_due graceEndsAt+1 | | past_due graceEndsAt+1 | ReadOnly | PaymentPastDue",
                "18 | dreaming, canceled ended-1 | active | | active | Full | Active",
                "19 | active | past_due graceEndsAt-1 | | active | Full | Active",
                "19 | unpaid unpaid-9, active | suspended | | active | Full | Active",
                "19 | paused, active | suspended trial_unpaid=None | | active | Full | Active",
                "19 | canceled ended-9, active | cancelled endsAt-9 deleteAfter+31 | | active | Full | Active",
                "19 | canceled ended-39, active | deletion_scheduled endsAt-39 deleteAfter+1 | | active | Full | Active",
                "19 | canceled ended-40, active | cancelled endsAt-40 deleteAfter+0 | onEnd=Delete | active | Full | Active",
                "19 | canceled ended-40, trialing trial+3 | cancelled endsAt-40 deleteAfter+0 | | trialing trialEndsAt+3 graceEndsAt+5 | Full | Trialing",
            })
    void eachRowOfTheTableBecomesFactsFromWhichAccessFollows(
            int row, String atStripe, String before, String policy, String stated, Access access, String reason) {
        BillingFacts former = StatedText.facts(before, NOW);
        Decision decision = Decision.of(subscriptions(atStripe), matters(atStripe), prices(plan(policy(policy))), null);
        BillingFacts after = decision.facts() == null ? former : Follower.completed(decision.facts(), former, NOW);

        assertThat(StatedText.of(after, NOW)).isEqualTo(stated);
        assertThat(decision.hold()).isEqualTo(row == 18 ? Hold.unknown_status : null);
        assertThat(decision.facts() == null || decision.facts().plan().equals("growth"))
                .isTrue();
        Entitlement entitlement = Entitlement.of(after, plan(policy(policy)), null, NOW);
        assertThat(entitlement.access()).isEqualTo(access);
        assertThat(entitlement.reason()).isEqualTo(reason);
        assertThat(entitlement.isDeletionDue()).isEqualTo(reason.equals("DeletionDue"));
    }

    /** Subscriptions such as "canceled ended-9, active paused": days are from now. */
    private static List<SubscriptionFacts> subscriptions(String text) {
        List<SubscriptionFacts> all = new ArrayList<>();
        for (String one : text.equals("none") ? new String[0] : text.split(", ")) {
            List<String> words = List.of(one.split(" "));
            all.add(new Facts(words.get(0))
                    .id("sub_" + (all.size() + 1))
                    .trialEnd(StatedText.day("trial", words, NOW))
                    .unpaidSince(StatedText.day("unpaid", words, NOW))
                    .endedAt(StatedText.day("ended", words, NOW))
                    .endsAt(StatedText.day("cancel", words, NOW))
                    .collectionPaused(words.contains("paused") && !words.get(0).equals("paused"))
                    .build());
        }
        return all;
    }

    private static List<Matter> matters(String text) {
        List<Matter> matters = new ArrayList<>();
        if (text.contains("disputed")) {
            matters.add(dispute("under_review", PERIOD_END));
        }
        if (text.contains("refunded")) {
            matters.add(new RefundedPeriod("sub_1", PERIOD_END));
        }
        return matters;
    }

    private static PlanSpec plan(BillingPolicy own) {
        return PlanSpecBuilder.builder(GROWTH)
                .graceDays(own.graceDays() == null ? GROWTH.graceDays() : own.graceDays())
                .trialGraceDays(own.trialGraceDays() == null ? GROWTH.trialGraceDays() : own.trialGraceDays())
                .graceFullDays(own.graceFullDays())
                .retentionDays(own.retentionDays() == null ? GROWTH.retentionDays() : own.retentionDays())
                .onEnd(own.onEnd())
                .onDispute(own.onDispute())
                .onFullRefund(own.onFullRefund())
                .onPausedCollection(own.onPausedCollection())
                .onPausedTrial(own.onPausedTrial())
                .build();
    }

    /** The rows of the table that a policy changes, by the plan and by what one customer was promised. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // status | paused | beside       | since | policy                     | access   | what it says
                "active   | yes    |              |     |                              | Full     | CollectionPaused",
                "active   | yes    |              |     | onPausedCollection=ReadOnly  | ReadOnly | CollectionPaused",
                "active   |        | needs_response |   |                              | Full     | DisputeOpen",
                "active   |        | under_review |     | onDispute=ReadOnly           | ReadOnly | DisputeOpen",
                "active   |        | under_review |     | onDispute=None               | None     | DisputeOpen",
                "active   | yes    | under_review |     | onDispute=ReadOnly           | ReadOnly | DisputeOpen",
                "active   | yes    | under_review |     | onPausedCollection=None      | None     | CollectionPaused",
                "active   |        | won          |     | onDispute=None               | Full     | Active",
                "active   |        | lost         |     | onDispute=None               | None     | DisputeOpen",
                "active   |        | warning_needs_response | | onDispute=None         | Full     | Active",
                "active   |        | dreaming     |     | onDispute=None               | Full     | Active",
                "active   |        | refunded     |     |                              | Full     | RefundedInFull",
                "active   | yes    | refunded     |     | onFullRefund=ReadOnly        | ReadOnly | RefundedInFull",
                "past_due |        | refunded     | 1   | onFullRefund=None            | None     | RefundedInFull",
                "past_due |        | refunded     | 1   | onFullRefund=ReadOnly        | ReadOnly | PaymentPastDue",
                "trialing |        | refunded     | -3  | onFullRefund=None            | Full     | Trialing",
                "unpaid   |        | refunded     | 6   | onFullRefund=Full            | None     | Unpaid",
                "canceled |        | refunded     | 1   | onFullRefund=None            | ExportOnly | Cancelled",
                "trialing |        | needs_response | -3 | onDispute=None              | Full     | Trialing",
                "past_due |        |              | 1   | graceFullDays=3              | Full     | PaymentFailed",
                "past_due |        |              | 3   | graceFullDays=3              | ReadOnly | PaymentPastDue",
                "past_due |        |              | 6   | graceFullDays=9              | None     | GraceExpired",
                "past_due |        |              | 6   | graceDays=9                  | ReadOnly | PaymentPastDue",
                "past_due |        | needs_response | 1 | graceFullDays=3,onDispute=ReadOnly | ReadOnly | PaymentPastDue",
                "past_due |        | needs_response | 1 | onDispute=None               | None     | DisputeOpen",
                "trialing |        |              | 3   | trialGraceDays=4             | ReadOnly | TrialGrace",
                "paused   |        |              |     | onPausedTrial=ReadOnly       | ReadOnly | TrialEndedWithoutPaymentMethod",
                "paused   |        | needs_response |   | onPausedTrial=Full           | Full     | TrialEndedWithoutPaymentMethod",
                "unpaid   | yes    | needs_response | 6 | onDispute=Full               | None     | Unpaid",
                "canceled |        |              | 1   | onEnd=Delete,retentionDays=20 | ExportOnly | Cancelled",
                "canceled | yes    | needs_response | 1 | onDispute=None               | ExportOnly | Cancelled",
            })
    void policiesOfThePlanAndOfTheCustomerDecideWhatIsLeft(
            String status, String paused, String dispute, Integer since, String policy, Access access, String reason) {
        Instant at = since == null ? null : NOW.minus(Duration.ofDays(since));
        SubscriptionFacts subscription = new Facts(status)
                .trialEnd(status.equals("trialing") ? at : null)
                .unpaidSince(at)
                .endedAt(status.equals("canceled") ? at : null)
                .collectionPaused(paused != null)
                .build();
        List<Matter> matters = dispute == null
                ? List.of()
                : List.of(
                        dispute.equals("refunded")
                                ? new RefundedPeriod("sub_1", PERIOD_END)
                                : dispute(dispute, PERIOD_END));
        BillingPolicy own = policy(policy);
        PlanSpec harsh = PlanSpecBuilder.builder(GROWTH)
                .onDispute(own.onDispute() == null ? null : Access.ExportOnly)
                .onFullRefund(own.onFullRefund() == null ? null : Access.ExportOnly)
                .onPausedTrial(Access.ExportOnly)
                .build();
        Decision byPlan = Decision.of(List.of(subscription), matters, prices(plan(own)), null);
        Decision byPromise = Decision.of(
                List.of(subscription),
                matters,
                prices(own.onPausedTrial() == null ? GROWTH : harsh),
                OverridesBuilder.builder().policy(own).build());
        for (Decision decision : List.of(byPlan, byPromise)) {
            Entitlement entitlement = Entitlement.of(decision.facts(), NOW);
            assertThat(entitlement.reason()).isEqualTo(reason);
            assertThat(entitlement.access()).isEqualTo(access);
            assertThat(decision.takes() || access == Access.Full || status.equals("trialing"))
                    .isTrue();
        }
        assertThat(byPromise.facts()).isEqualTo(byPlan.facts());
    }

    @Test
    void aDisputeThatWasLostCountsUntilThePeriodIsOver() {
        SubscriptionFacts subscription = new Facts("active").build();
        PriceBook prices =
                prices(PlanSpecBuilder.builder(GROWTH).onDispute(Access.None).build());
        assertThat(Decision.of(List.of(subscription), List.of(dispute("lost", PERIOD_END)), prices, null)
                        .facts()
                        .concern()
                        .allows())
                .isEqualTo(Access.None);
        for (Instant paidUntil : Arrays.asList(PERIOD_END.minusSeconds(1), null)) {
            assertThat(Decision.of(List.of(subscription), List.of(dispute("lost", paidUntil)), prices, null)
                            .facts()
                            .concern())
                    .isNull();
        }
    }

    @Test
    void whatACustomerWasPromisedKeepsItsDataThoughThePlanDeletesIt() {
        PriceBook prices =
                prices(PlanSpecBuilder.builder(GROWTH).onEnd(OnEnd.Delete).build());
        List<SubscriptionFacts> ended =
                List.of(new Facts("canceled").endedAt(NOW).build());
        assertThat(Decision.of(ended, List.of(), prices, null).facts().deleteAfter())
                .isEqualTo(NOW.plus(Duration.ofDays(40)));
        assertThat(Decision.of(
                                ended,
                                List.of(),
                                prices,
                                OverridesBuilder.builder()
                                        .policy(policy("onEnd=Keep"))
                                        .build())
                        .facts()
                        .deleteAfter())
                .isNull();
    }

    @Test
    void aRefundOfAllCountsForTheSubscriptionAndThePeriodThatWerePaid() {
        PriceBook prices =
                prices(PlanSpecBuilder.builder(GROWTH).onFullRefund(Access.None).build());
        List<RefundedPeriod> others = List.of(
                new RefundedPeriod("sub_2", PERIOD_END), new RefundedPeriod("sub_1", PERIOD_END.minusSeconds(1)));
        assertThat(Decision.of(List.of(new Facts("active").build()), others, prices, null)
                        .facts()
                        .concern())
                .isNull();
    }

    @Test
    void aDisputeThatIsNotUnderstoodCountsAsBeforeAndHoldsNothingElse() {
        PriceBook prices =
                prices(PlanSpecBuilder.builder(GROWTH).onDispute(Access.None).build());
        for (String before : List.of("dreaming", "won", "warning_under_review", "under_review")) {
            DisputeRow row = new DisputeRow();
            row.statuses = "[]";
            row.take(dispute(before, PERIOD_END), NOW);
            row.take(dispute("sleeping", PERIOD_END), NOW);
            BillingFacts facts = Decision.of(List.of(new Facts("active").build()), List.of(row.facts()), prices, null)
                    .facts();
            assertThat(facts.state()).isEqualTo(BillingState.active);
            assertThat(facts.concern() != null).as(before).isEqualTo(before.equals("under_review"));
            assertThat(row.view().standing()).isEqualTo("unknown");
        }
    }

    @Test
    void aHoldLetsNothingBeTakenUntilItEnds() {
        Instant until = NOW.plus(Duration.ofDays(2));
        for (String status : List.of("past_due", "unpaid", "paused", "canceled")) {
            BillingFacts taken = facts(new Facts(status)
                    .unpaidSince(NOW.minus(Duration.ofDays(6)))
                    .endedAt(NOW.minus(Duration.ofDays(6)))
                    .build());
            BillingFacts held = BillingFactsBuilder.builder(taken)
                    .hold(new BillingHold("They pay on Monday.", "ada", until))
                    .build();
            assertThat(Entitlement.of(held, NOW)).as(status).satisfies(spared -> {
                assertThat(spared.access()).isEqualTo(Access.Full);
                assertThat(spared.reason()).isEqualTo("BillingHeld");
                assertThat(spared.message()).contains("They pay on Monday.").doesNotContain("..");
                assertThat(spared.nextChange()).contains(until);
            });
            assertThat(Entitlement.of(held, until)).isEqualTo(Entitlement.of(taken, until));
        }
    }

    @Test
    void aDisputeThatWasLostCountsForTheSubscriptionAndThePeriodThatWerePaid() {
        PriceBook prices =
                prices(PlanSpecBuilder.builder(GROWTH).onDispute(Access.None).build());
        DisputeFacts yearly = dispute("lost", PERIOD_END.plus(Duration.ofDays(200)));
        SubscriptionFacts other = new Facts("active").id("sub_2").build();
        List<SubscriptionFacts> ended =
                List.of(new Facts("canceled").endedAt(SINCE).build(), other);
        for (DisputeFacts dispute : List.of(yearly, dispute("lost", PERIOD_END))) {
            assertThat(Decision.of(ended, List.of(dispute), prices, null)
                            .facts()
                            .concern())
                    .as("of another subscription")
                    .isNull();
        }
        assertThat(Decision.of(List.of(new Facts("active").build()), List.of(yearly), prices, null)
                        .facts()
                        .concern())
                .as("paid by the credit of a period that a change of interval has ended")
                .isNotNull();
        assertThat(Decision.of(List.of(other), List.of(ofUnknown("lost", PERIOD_END)), prices, null)
                        .facts()
                        .concern())
                .as("kept before the hub knew which subscription was paid")
                .isNotNull();
        assertThat(Decision.of(ended, List.of(dispute("under_review", PERIOD_END)), prices, null)
                        .facts()
                        .concern())
                .isNotNull();
    }

    private static DisputeFacts dispute(String status, Instant paidUntil) {
        return dispute("sub_1", status, paidUntil);
    }

    private static DisputeFacts ofUnknown(String status, Instant paidUntil) {
        return dispute(null, status, paidUntil);
    }

    private static DisputeFacts dispute(String subscription, String status, Instant paidUntil) {
        return new DisputeFacts(
                "du_1",
                "ch_1",
                "in_1",
                subscription,
                paidUntil,
                2900,
                "usd",
                "fraudulent",
                status,
                NOW.plusSeconds(9),
                SINCE);
    }

    private static PriceBook prices(PlanSpec plan) {
        return new PriceBook(Map.of("price_growth", Set.of(plan)));
    }

    private static BillingPolicy policy(String terms) {
        BillingPolicyBuilder policy = BillingPolicyBuilder.builder();
        for (String term : terms == null ? new String[0] : terms.split(",")) {
            String[] said = term.split("=");
            switch (said[0]) {
                case "graceDays" -> policy.graceDays(Integer.valueOf(said[1]));
                case "graceFullDays" -> policy.graceFullDays(Integer.valueOf(said[1]));
                case "trialGraceDays" -> policy.trialGraceDays(Integer.valueOf(said[1]));
                case "retentionDays" -> policy.retentionDays(Integer.valueOf(said[1]));
                case "onEnd" -> policy.onEnd(OnEnd.valueOf(said[1]));
                case "onDispute" -> policy.onDispute(Access.valueOf(said[1]));
                case "onFullRefund" -> policy.onFullRefund(Access.valueOf(said[1]));
                case "onPausedCollection" -> policy.onPausedCollection(Access.valueOf(said[1]));
                case "onPausedTrial" -> policy.onPausedTrial(Access.valueOf(said[1]));
                default -> throw new IllegalArgumentException(term);
            }
        }
        return policy.build();
    }

    @Test
    void whatEndedLastCountsAmongThoseThatHaveEnded() {
        assertThat(decide(
                                new Facts("canceled")
                                        .id("sub_twice")
                                        .createdAt(SINCE.plusSeconds(1))
                                        .endedAt(NOW.minus(Duration.ofDays(50)))
                                        .build(),
                                new Facts("canceled")
                                        .id("sub_main")
                                        .createdAt(SINCE)
                                        .endedAt(NOW)
                                        .build())
                        .facts()
                        .endsAt())
                .isEqualTo(NOW);
    }

    @Test
    void datesCountFromWhatStripeStates() {
        Instant end = NOW.minus(Duration.ofDays(1));
        assertThat(facts(new Facts("canceled").endedAt(end).build()))
                .satisfies(over -> assertThat(over.endsAt()).isEqualTo(end))
                .satisfies(over -> assertThat(over.deleteAfter()).isNull());
        assertThat(facts(new Facts("past_due").unpaidSince(end).build()).graceEndsAt())
                .isEqualTo(end.plus(Duration.ofDays(5)));
        assertThat(facts(new Facts("trialing").trialEnd(PERIOD_END).build()).graceEndsAt())
                .isEqualTo(PERIOD_END.plus(Duration.ofDays(2)));
    }

    /** The clock at Stripe is a month ahead, or a month behind. */
    @ParameterizedTest
    @CsvSource({"30", "-30"})
    void datesByATestClockAreAsFarFromWhenItWasSeen(int days) {
        Instant there = NOW.plus(Duration.ofDays(days));
        TestClock clock = new TestClock("clock_1", there, NOW);
        BillingFacts late =
                facts(new Facts("past_due").unpaidSince(there).testClock(clock).build());
        assertThat(late.graceEndsAt()).isEqualTo(NOW.plus(Duration.ofDays(5)));
        assertThat(late.currentPeriodEnd()).isEqualTo(PERIOD_END.minus(Duration.ofDays(days)));
        BillingFacts tries = facts(new Facts("trialing")
                .trialEnd(there)
                .endsAt(there)
                .testClock(clock)
                .build());
        assertThat(tries.trialEndsAt()).isEqualTo(NOW);
        assertThat(tries.graceEndsAt()).isEqualTo(NOW.plus(Duration.ofDays(2)));
        assertThat(tries.endsAt()).isEqualTo(NOW);
        PlanSpec kept = PlanSpecBuilder.builder(GROWTH)
                .graceFullDays(3)
                .onEnd(OnEnd.Delete)
                .build();
        PriceBook prices = new PriceBook(Map.of("price_growth", Set.of(kept)));
        assertThat(Decision.of(
                                List.of(new Facts("past_due")
                                        .unpaidSince(there)
                                        .testClock(clock)
                                        .build()),
                                List.of(),
                                prices,
                                null)
                        .facts()
                        .fullUntil())
                .isEqualTo(NOW.plus(Duration.ofDays(3)));
        BillingFacts left = Decision.of(
                        List.of(new Facts("canceled")
                                .endedAt(there)
                                .testClock(clock)
                                .build()),
                        List.of(),
                        prices,
                        null)
                .facts();
        assertThat(left.endsAt()).isEqualTo(NOW);
        assertThat(left.deleteAfter()).isEqualTo(NOW.plus(Duration.ofDays(40)));
    }

    @Test
    void aTestClockCountsFromWhenItsTimeWasSeenFirst() {
        Instant later = NOW.plusSeconds(60);
        SubscriptionFacts before = by(new TestClock("clock_1", SINCE, NOW));
        assertThat(by(new TestClock("clock_1", SINCE, later)).after(before))
                .as("it stands: reading again changes nothing")
                .isEqualTo(before);
        List.of(by(new TestClock("clock_1", NOW, later)), by(new TestClock("clock_2", SINCE, later)), by(null))
                .forEach(read -> assertThat(read.after(before)).isEqualTo(read));
        SubscriptionFacts first = by(new TestClock("clock_1", SINCE, later));
        assertThat(first.after(by(null))).isEqualTo(first);
        assertThat(first.isAlike(by(null))).as("a list tells of no clock").isTrue();
        assertThat(Json.read(Json.write(first), SubscriptionFacts.class)).isEqualTo(first);
    }

    @Test
    void liveModeHasNoTestClocks() {
        assertThat(decide(new Facts("active")
                                .live(true)
                                .testClock(new TestClock("clock_1", null, null))
                                .build())
                        .hold())
                .isEqualTo(Hold.other_mode);
    }

    private static SubscriptionFacts by(TestClock clock) {
        return new Facts("active").testClock(clock).build();
    }

    @ParameterizedTest
    @CsvSource({
        "dreaming, unknown_status",
        "trialing, missing_date",
        "past_due, missing_date",
        "canceled, missing_date",
    })
    void whatIsNotUnderstoodIsHeld(String status, Hold hold) {
        assertThat(decide(new Facts(status).build()))
                .extracting(Decision::hold, Decision::facts)
                .containsExactly(hold, null);
    }

    @Test
    void pricesThatAreNotThoseOfOnePlanAreHeld() {
        PlanSpec other = PlanSpecBuilder.builder()
                .id("scale")
                .stripePriceId("price_scale")
                .build();
        PriceBook book = new PriceBook(Map.of(
                "price_growth", Set.of(GROWTH), "price_scale", Set.of(other), "price_both", Set.of(GROWTH, other)));
        for (List<String> prices : List.of(
                List.of("price_gone"),
                List.<String>of(),
                List.of("price_growth", "price_scale"),
                List.of("price_both"))) {
            assertThat(Decision.of(List.of(new Facts("active").prices(prices).build()), List.of(), book, null)
                            .hold())
                    .as("%s", prices)
                    .isEqualTo(Hold.unknown_price);
        }
        assertThat(decide(new Facts("active").prices(null).build()).hold()).isEqualTo(Hold.unknown_price);
        assertThat(decide(new Facts("active")
                                .prices(List.of("price_meter", "price_growth"))
                                .build())
                        .hold())
                .isNull();
    }

    @Test
    void whatHasNotBegunSaysNothing() {
        assertThat(decide(new Facts("incomplete").build(), new Facts("incomplete_expired").build()))
                .extracting(Decision::hold, Decision::facts)
                .containsExactly(null, null);
        assertThat(decide(
                                new Facts("active").build(),
                                new Facts("incomplete").createdAt(NOW).build())
                        .facts()
                        .state())
                .isEqualTo(BillingState.active);
    }

    @Test
    void aLivingSubscriptionCountsWhateverElseThereIs() {
        List<SubscriptionFacts> all = new ArrayList<>(List.of(
                new Facts("canceled").id("sub_old").endedAt(NOW).createdAt(NOW).build(),
                new Facts("unpaid").id("sub_unpaid").createdAt(NOW).build(),
                new Facts("past_due")
                        .id("sub_late")
                        .unpaidSince(NOW)
                        .createdAt(NOW)
                        .build(),
                new Facts("active").id("sub_a").createdAt(SINCE).build(),
                new Facts("active")
                        .id("sub_b")
                        .endsAt(PERIOD_END)
                        .createdAt(SINCE.plusSeconds(1))
                        .build()));
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(all, random);
            Decision decision = Decision.of(all, List.of(), PRICES, null);
            assertThat(decision.facts().endsAt()).isEqualTo(PERIOD_END);
            assertThat(decision.note()).contains("4 living subscriptions", "sub_b");
        }
        assertThat(decide(
                                new Facts("canceled")
                                        .id("sub_new")
                                        .endedAt(NOW)
                                        .createdAt(NOW)
                                        .build(),
                                new Facts("past_due")
                                        .unpaidSince(NOW)
                                        .createdAt(SINCE)
                                        .build())
                        .facts()
                        .state())
                .isEqualTo(BillingState.past_due);
        assertThat(decide(new Facts("canceled").endedAt(NOW).build(), new Facts("dreaming").build())
                        .hold())
                .isEqualTo(Hold.unknown_status);
    }

    @Test
    void graceCountsFromTheFirstFailureSinceTheLastPayment() {
        InvoiceFacts old = invoice("in_1", "open", 300, null);
        InvoiceFacts paid = invoice("in_2", "paid", 60, null);
        InvoiceFacts first = invoice("in_3", "open", 9, null);
        InvoiceFacts second = invoice("in_4", "uncollectible", 4, null);
        InvoiceFacts gone = invoice("in_5", "void", 3, null);
        InvoiceFacts draft = invoice("in_6", "draft", 1, null);
        List<InvoiceFacts> all = new ArrayList<>(List.of(old, paid, first, second, gone, draft));
        Collections.shuffle(all, new Random(3));
        assertThat(InvoiceFacts.unpaidSince(all)).contains(first.finalizedAt());
        assertThat(InvoiceFacts.unpaidSince(List.of(invoice("in_7", "open", 9, NOW))))
                .contains(NOW);
        assertThat(InvoiceFacts.unpaidSince(List.of(paid, draft))).isEmpty();
        assertThat(InvoiceFacts.open(List.of(old, paid, first, gone, draft))).contains(first);
        assertThat(InvoiceFacts.open(all)).as("the newest was given up").isEmpty();
        assertThat(InvoiceFacts.open(List.of(old, paid, draft))).isEmpty();
    }

    @Test
    void isReadAgainBeforeAndAfterADateAndOnceADay() {
        Instant grace = NOW.plus(Duration.ofHours(5));
        BillingFacts late = decide(new Facts("past_due")
                        .unpaidSince(grace.minus(Duration.ofDays(5)))
                        .build())
                .facts();
        assertThat(Looks.next(late, false, NOW)).isEqualTo(grace.minus(Looks.LEAD));
        assertThat(Looks.next(late, false, grace)).isEqualTo(grace.plusSeconds(60));
        assertThat(Looks.next(decide(new Facts("active").build()).facts(), false, NOW))
                .isEqualTo(NOW.plus(Duration.ofDays(1)));
        assertThat(Looks.next(null, false, NOW)).isEqualTo(NOW.plus(Duration.ofDays(1)));
        BillingFacts gone = decide(new Facts("canceled")
                        .endedAt(NOW.minus(Duration.ofDays(41)))
                        .build())
                .facts();
        assertThat(Looks.next(gone, true, NOW)).isNull();
        Instant until = NOW.plus(Duration.ofDays(3));
        BillingFacts held = BillingFactsBuilder.builder(gone)
                .hold(new BillingHold("They pay on Monday.", "ada", until))
                .build();
        assertThat(Looks.next(held, true, NOW)).isEqualTo(until.minus(Looks.LEAD));
    }

    @Test
    void looksInVainComeEachTimeLaterAndNotPastADate() {
        assertThat(Looks.again(0, null, null, NOW)).isEqualTo(NOW.plus(Duration.ofMinutes(2)));
        assertThat(Looks.again(3, null, null, NOW)).isEqualTo(NOW.plus(Duration.ofMinutes(16)));
        assertThat(Looks.again(40, null, null, NOW)).isEqualTo(NOW.plus(Duration.ofHours(1)));
        assertThat(Looks.again(40, graceEnds(Duration.ofMinutes(30)), NOW, NOW))
                .isEqualTo(NOW.plus(Duration.ofMinutes(20)));
        assertThat(Looks.again(40, graceEnds(Duration.ofMinutes(8)), NOW, NOW))
                .isEqualTo(NOW.plus(Duration.ofMinutes(1)));
        assertThat(Looks.again(40, graceEnds(Duration.ofMinutes(-8)), NOW.minus(Duration.ofMinutes(19)), NOW))
                .as("it was confirmed")
                .isEqualTo(NOW.plus(Duration.ofHours(1)));
        assertThat(Looks.again(40, graceEnds(Duration.ofMinutes(-8)), NOW.minus(Duration.ofMinutes(20)), NOW))
                .as("nobody has confirmed it")
                .isEqualTo(NOW.plus(Duration.ofMinutes(10)));
        assertThat(Looks.again(1, graceEnds(Duration.ofMinutes(-8)), NOW.minus(Duration.ofMinutes(20)), NOW))
                .isEqualTo(NOW.plus(Duration.ofMinutes(4)));
        assertThat(Looks.again(0, graceEnds(Duration.ofMinutes(30)), NOW, NOW))
                .isEqualTo(NOW.plus(Duration.ofMinutes(2)));
    }

    private static BillingFacts graceEnds(Duration in) {
        return BillingFactsBuilder.builder()
                .source("stripe")
                .state(BillingState.past_due)
                .graceEndsAt(NOW.plus(in))
                .build();
    }

    @Test
    void datesThatCannotBeConfirmedArePutOff() {
        Instant soon = NOW.plusSeconds(300);
        Instant tomorrow = NOW.plus(Duration.ofDays(1));
        BillingFacts late = facts(new Facts("past_due")
                .unpaidSince(soon.minus(Duration.ofDays(5)))
                .build());
        assertThat(Looks.putOff(late, null, NOW, Looks.UNANSWERED))
                .isEqualTo(
                        BillingFactsBuilder.builder(late).graceEndsAt(tomorrow).build());
        BillingFacts trial =
                facts(new Facts("trialing").trialEnd(NOW.plusSeconds(3600)).build());
        assertThat(Looks.putOff(trial, null, NOW, Looks.UNANSWERED)).isEqualTo(trial);
        assertThat(Looks.putOff(trial, null, NOW, Looks.WHILE_HELD))
                .isEqualTo(
                        BillingFactsBuilder.builder(trial).trialEndsAt(tomorrow).build());
        BillingFacts later = facts(new Facts("past_due").unpaidSince(NOW).build());
        assertThat(Looks.putOff(later, null, NOW, Looks.WHILE_HELD)).isEqualTo(later);
        assertThat(Looks.putOff(later, later.graceEndsAt(), NOW, Looks.WHILE_HELD))
                .isEqualTo(later);
        assertThat(Looks.putOff(trial, trial.graceEndsAt(), NOW, Looks.WHILE_HELD))
                .as("what was put off before goes along")
                .isEqualTo(BillingFactsBuilder.builder(trial)
                        .trialEndsAt(tomorrow)
                        .graceEndsAt(tomorrow)
                        .build());
    }

    @Test
    void aHoldThatWasPutOffIsAsItWasSaidWithTheNextRead() {
        Instant tomorrow = NOW.plus(Duration.ofDays(1));
        BillingFacts unpaid = facts(new Facts("unpaid").build());
        BillingHold said = new BillingHold("They pay on Monday.", "ada", NOW.plusSeconds(300));
        BillingFacts held = BillingFactsBuilder.builder(unpaid).hold(said).build();
        BillingFacts once = Looks.putOff(held, null, NOW, Looks.UNANSWERED);
        BillingFacts twice = Looks.putOff(once, tomorrow, tomorrow.minusSeconds(60), Looks.UNANSWERED);

        assertThat(once.hold().until()).isEqualTo(tomorrow);
        assertThat(twice.hold().until()).isAfter(tomorrow);
        assertThat(Json.read(Json.write(twice), BillingFacts.class)).isEqualTo(twice);
        assertThat(Follower.completed(unpaid, twice, NOW).hold()).isEqualTo(said);
    }

    @Test
    void whoWasSparedPastTheStatedEndOfAHoldHasTwoWeeksFromItsRealOne() {
        Instant read = NOW.plus(Duration.ofDays(15)).plusMillis(7);
        BillingFacts ended = facts(
                new Facts("canceled").endedAt(NOW.minus(Duration.ofDays(19))).build());
        BillingFacts held = BillingFactsBuilder.builder(ended)
                .deleteAfter(NOW.minus(Duration.ofDays(10)))
                .hold(new BillingHold("They pay on Monday.", "ada", NOW))
                .build();
        BillingFacts putOff = BillingFactsBuilder.builder(held)
                .hold(held.hold().putOff(read.plusSeconds(600)))
                .build();
        BillingFacts after = Follower.completed(ended, putOff, read);

        assertThat(Entitlement.of(after, read).reason()).isEqualTo("Cancelled");
        Instant day = NOW.plus(Duration.ofDays(29));
        assertThat(DeletionDay.of(after)).contains(day);
        assertThat(Looks.next(after, true, day.minusSeconds(3600))).isEqualTo(day.minus(Looks.LEAD));
        assertThat(DeletionDay.of(Looks.putOff(after, null, day.minusSeconds(300), Looks.UNANSWERED)))
                .as("nothing is deleted on a day that cannot be confirmed")
                .contains(Looks.reprieve(day.minusSeconds(300)));
        assertThat(Follower.completed(ended, after, read.plus(Duration.ofDays(1))))
                .as("with the next read that is the end still")
                .isEqualTo(after);
    }

    private static BillingFacts facts(SubscriptionFacts subscription) {
        return decide(subscription).facts();
    }

    private static Decision decide(SubscriptionFacts... subscriptions) {
        return Decision.of(List.of(subscriptions), List.of(), PRICES, null);
    }

    private static InvoiceFacts invoice(String id, String status, int days, Instant due) {
        Instant created = NOW.minus(Duration.ofDays(days));
        return new InvoiceFacts(id, status, created, status.equals("draft") ? null : created.plusSeconds(3600), due);
    }

    /** A subscription that is being made up. */
    private static final class Facts {

        private final String status;
        private String id = "sub_1";
        private Instant createdAt = SINCE;
        private Instant trialEnd;
        private Instant endsAt;
        private Instant endedAt;
        private Instant unpaidSince;
        private List<String> prices = List.of("price_growth");
        private boolean collectionPaused;
        private boolean live;
        private TestClock testClock;

        Facts(String status) {
            this.status = status;
        }

        Facts id(String value) {
            id = value;
            return this;
        }

        Facts createdAt(Instant value) {
            createdAt = value;
            return this;
        }

        Facts trialEnd(Instant value) {
            trialEnd = value;
            return this;
        }

        Facts endsAt(Instant value) {
            endsAt = value;
            return this;
        }

        Facts endedAt(Instant value) {
            endedAt = value;
            return this;
        }

        Facts unpaidSince(Instant value) {
            unpaidSince = value;
            return this;
        }

        Facts prices(List<String> value) {
            prices = value;
            return this;
        }

        Facts live(boolean value) {
            live = value;
            return this;
        }

        Facts testClock(TestClock value) {
            testClock = value;
            return this;
        }

        Facts collectionPaused(boolean value) {
            collectionPaused = value;
            return this;
        }

        SubscriptionFacts build() {
            return new SubscriptionFacts(
                    id,
                    "cus_1",
                    status,
                    live,
                    "acme",
                    null,
                    createdAt,
                    trialEnd,
                    PERIOD_END,
                    endsAt,
                    endedAt,
                    prices,
                    unpaidSince,
                    collectionPaused,
                    null,
                    testClock);
        }
    }
}
