package io.wheelwright.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.Allowance;
import io.wheelwright.api.v1alpha1.BillingConcern;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingHold;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.ConcernKind;
import io.wheelwright.api.v1alpha1.Limit;
import io.wheelwright.api.v1alpha1.Overrides;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.PlanSpecBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntitlementTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final PlanSpec PLAN = PlanSpecBuilder.builder()
            .id("starter")
            .trialGraceDays(3)
            .limits(Map.of("maxUsers", Limit.of(5), "maxDevices", Limit.of(10)))
            .features(Map.of("sso", false))
            .trial(new Allowance(Map.of("maxUsers", Limit.of(2)), Map.of("sso", true)))
            .build();

    /** Times are hours from now; the last column is when time alone changes the verdict. */
    @ParameterizedTest(name = "{0}: trial {1}, grace {2}, ends {3}, delete {4} -> {5} {6}")
    @CsvSource(
            nullValues = "-",
            value = {
                // state, trialEndsAt, graceEndsAt, endsAt, deleteAfter, access, reason, nextChange
                "manual, -, -, -, -, Full, Manual, -",
                "manual, -, -, 24, -, Full, Manual, 24",
                "manual, -, -, 0, -, ExportOnly, Cancelled, -",
                "trialing, 1, -, -, -, Full, Trialing, 1",
                "trialing, 24, -, 12, -, Full, TrialEnding, 12",
                "trialing, 24, -, 24, -, Full, TrialEnding, 24",
                "trialing, 0, -, -, -, ReadOnly, TrialGrace, 72",
                "trialing, -71, -, -, -, ReadOnly, TrialGrace, 1",
                "trialing, -72, -, -, -, None, TrialOver, -",
                "trialing, -1, 5, -, -, ReadOnly, TrialGrace, 5",
                "trialing, -1, -, -1, -, ExportOnly, Cancelled, -",
                "trialing, -, -, -, -, Full, Trialing, -",
                "trial_grace, -1, 1, -, -, ReadOnly, TrialGrace, 1",
                "trial_grace, -9, 0, -, -, None, TrialOver, -",
                "trial_grace, -, -, -, -, ReadOnly, TrialGrace, -",
                "active, -, -, -, -, Full, Active, -",
                "active, -5, -, -, -, Full, Active, -",
                "active, -, -, 1, -, Full, CancelScheduled, 1",
                "active, -, -, 0, -, ExportOnly, Cancelled, -",
                "past_due, -, 1, -, -, ReadOnly, PaymentPastDue, 1",
                "past_due, -, 9, 2, -, ReadOnly, PaymentPastDue, 2",
                "past_due, -, 0, -, -, None, GraceExpired, -",
                "past_due, -, -, -, -, ReadOnly, PaymentPastDue, -",
                "suspended, -, -, -, -, None, Unpaid, -",
                "cancelled, -, -, -, -, ExportOnly, Cancelled, -",
                "cancelled, -, -, -, -1, None, DeletionDoubtful, -",
                "cancelled, -, -, 1, -, Full, CancelScheduled, 1",
                "cancelled, -, -, -1, 169, ExportOnly, Cancelled, 1",
                "cancelled, -, -, -1, 168, None, DeletionScheduled, 168",
                "cancelled, -, -, -2, 0, None, DeletionDue, -",
                "cancelled, -, -, 1, 2, Full, CancelScheduled, 1",
                "active, -, -, -9, -1, None, DeletionDoubtful, -",
                "active, -, -, -, -1, Full, Active, -",
                "suspended, -, -, -, -1, None, Unpaid, -",
                "deletion_scheduled, -, -, -, 24, None, DeletionScheduled, 24",
                "deletion_scheduled, -, -, -, -, None, DeletionScheduled, -",
                "deletion_scheduled, -, -, -, 0, None, DeletionDue, -",
            })
    void followsFromStateAndDates(
            BillingState state,
            Long trialEnds,
            Long graceEnds,
            Long ends,
            Long deleteAfter,
            Access access,
            String reason,
            Long nextChange) {
        var entitlement = at(NOW, facts(state, trialEnds, graceEnds, ends, deleteAfter));
        assertThat(entitlement.access()).isEqualTo(access);
        assertThat(entitlement.reason()).isEqualTo(reason);
        assertThat(entitlement.nextChange()).isEqualTo(Optional.ofNullable(hours(nextChange)));
        assertThat(entitlement.isDeletionDue()).isEqualTo(reason.equals("DeletionDue"));
    }

    @Test
    void letsNobodyBeginWhoOwesAPayment() {
        var full = BillingFactsBuilder.builder(facts(BillingState.past_due, null, 9L, null, null))
                .fullUntil(hours(1L))
                .build();
        var spared = BillingFactsBuilder.builder(facts(BillingState.past_due, null, 9L, null, null))
                .hold(new BillingHold("x", "ada", null))
                .build();
        assertThat(at(NOW, full).access()).isEqualTo(Access.Full);
        assertThat(at(NOW, full).mayBegin()).isFalse();
        assertThat(at(hours(1L), full).mayBegin()).as("read-only").isFalse();
        assertThat(at(NOW, facts(BillingState.trial_grace, -1L, 1L, null, null)).mayBegin())
                .isFalse();
        assertThat(at(NOW, facts(BillingState.suspended, null, null, null, null))
                        .mayBegin())
                .isFalse();
        assertThat(at(NOW, facts(BillingState.trialing, 1L, null, null, null)).mayBegin())
                .isTrue();
        assertThat(at(NOW, facts(BillingState.active, null, null, 1L, null)).mayBegin())
                .isTrue();
        assertThat(at(NOW, spared).mayBegin()).as("under a hold").isTrue();
        assertThat(at(NOW, null).mayBegin()).isTrue();
    }

    @Test
    void isFullWithoutABiller() {
        var entitlement = at(NOW, null);
        assertThat(entitlement.access()).isEqualTo(Access.Full);
        assertThat(entitlement.reason()).isEqualTo("Manual");
        assertThat(entitlement.limits()).isEqualTo(PLAN.limits());
    }

    @Test
    void takesNothingAwayFromWhomNothingIsKnownOf() {
        assertThat(at(NOW, facts(null, null, null, null, null)).access()).isEqualTo(Access.Full);
    }

    @Test
    void aTrialHasLimitsOfItsOwn() {
        var trial = at(NOW, facts(BillingState.trialing, 1L, null, null, null));
        assertThat(trial.limits()).containsEntry("maxUsers", Limit.of(2)).containsEntry("maxDevices", Limit.of(10));
        assertThat(trial.features()).containsEntry("sso", true);
    }

    /** Times are hours from now. */
    @ParameterizedTest(name = "{0}, ends {1}, {2} {3}, held {4} -> {5} {6}, {7} users")
    @CsvSource(
            nullValues = "-",
            value = {
                // state, endsAt, concern, allows, hold.until, access, reason, maxUsers
                "suspended, -, trial_unpaid, Full, -, Full, TrialEndedWithoutPaymentMethod, 2",
                "suspended, -, trial_unpaid, ReadOnly, -, ReadOnly, TrialEndedWithoutPaymentMethod, 2",
                "suspended, -, trial_unpaid, None, 1, Full, BillingHeld, 2",
                "active, -, disputed, Full, -, Full, DisputeOpen, 5",
                "active, -, disputed, None, 1, Full, BillingHeld, 5",
                "cancelled, 1, disputed, None, -, None, DisputeOpen, 5",
                "cancelled, 1, disputed, Full, -, Full, CancelScheduled, 5",
                "cancelled, 1, trial_unpaid, ReadOnly, -, ReadOnly, TrialEndedWithoutPaymentMethod, 2",
                "cancelled, 0, disputed, None, -, ExportOnly, Cancelled, 5",
            })
    void aConcernLeavesNoMoreThanItsPolicyAndAnUnpaidTrialNoMoreThanATrial(
            BillingState state,
            Long ends,
            ConcernKind kind,
            Access allows,
            Long held,
            Access access,
            String reason,
            int users) {
        var facts = BillingFactsBuilder.builder(facts(state, null, null, ends, null))
                .concern(new BillingConcern(kind, allows))
                .hold(held == null ? null : new BillingHold("x", "ada", hours(held)))
                .build();
        assertThat(at(NOW, facts).access()).isEqualTo(access);
        assertThat(at(NOW, facts).reason()).isEqualTo(reason);
        assertThat(at(NOW, facts).limits()).containsEntry("maxUsers", Limit.of(users));
    }

    /** Times are hours from now; a paid period counts for two weeks longer than it lasts. */
    @ParameterizedTest(name = "{0}, paid until {1}, ends {2}, held until {3}, unpaid trial {4} -> until {5}")
    @CsvSource(
            nullValues = "-",
            value = {
                "active,     -,    -,    -,   false, -",
                "active,     1,    -,    -,   false, 337",
                "active,     1,    9,    -,   false, 9",
                "active,     1,    2000, -,   false, 337",
                "active,     1,    2000, 0,   false, 337",
                "active,     1,    2000, 1,   false, 337",
                "active,     1,    2000, 400, false, 400",
                "active,     1,    9,    400, false, 400",
                "active,     -400, -,    1,   false, 1",
                "active,     -,    9,    1,   false, 9",
                "active,     -,    -,    1,   false, -",
                "suspended,  1,    -,    -,   false, 337",
                "suspended,  1,    -,    5,   false, 5",
                "suspended,  -400, -,    -,   true,  -",
                "active,     -400, 9,    -,   true,  9",
            })
    void mayBeReliedOnUntil(BillingState state, Long paid, Long ends, Long held, boolean unpaidTrial, Long until) {
        var facts = BillingFactsBuilder.builder(facts(state, null, null, ends, null))
                .currentPeriodEnd(hours(paid))
                .concern(unpaidTrial ? new BillingConcern(ConcernKind.trial_unpaid, Access.ReadOnly) : null)
                .hold(held == null ? null : new BillingHold("x", "ada", hours(held)))
                .build();
        assertThat(at(NOW, facts).validUntil()).isEqualTo(Optional.ofNullable(hours(until)));
        assertThat(at(NOW, facts).suspended("By hand.").validUntil()).isEqualTo(Optional.ofNullable(hours(until)));
        assertThat(at(NOW, facts).spared().validUntil()).isEmpty();
    }

    @Test
    void mayBeReliedOnForeverUnderAHoldWithoutEnd() {
        var facts = BillingFactsBuilder.builder(facts(BillingState.past_due, null, 1L, null, null))
                .currentPeriodEnd(NOW)
                .fullUntil(hours(1L))
                .hold(new BillingHold("x", "ada", null))
                .build();
        assertThat(at(NOW, facts).validUntil()).isEmpty();
        assertThat(at(NOW, facts).nextChange()).contains(hours(1L));
    }

    @Test
    void leavesNoLessForAsLongAsItMayBeReliedOn() {
        var random = new Random(20261123);
        for (int i = 0; i < 20_000; i++) {
            var facts = random(random);
            var entitlement = at(NOW, facts);
            var last = entitlement.validUntil().map(end -> end.minusNanos(1)).orElse(NOW.plus(Duration.ofDays(10_000)));
            if (last.isAfter(NOW)) {
                assertThat(at(last, facts).access()).as("%s", facts).isLessThanOrEqualTo(entitlement.access());
            }
        }
    }

    @Test
    void promisesGoOverPlanAndTrial() {
        var promise = new Overrides(Map.of("maxUsers", Limit.UNLIMITED), Map.of("branding", true), null, null);
        var facts = facts(BillingState.trialing, 1L, null, null, null);
        var entitlement = Entitlement.of(facts, PLAN, promise, NOW);
        assertThat(entitlement.limits()).containsEntry("maxUsers", Limit.UNLIMITED);
        assertThat(entitlement.features()).containsEntry("branding", true).containsEntry("sso", true);
    }

    @Test
    void nothingIsTakenNorDeletedWhileItIsHeld() {
        var random = new Random(20260302);
        for (int i = 0; i < 5_000; i++) {
            var facts = BillingFactsBuilder.builder(random(random))
                    .hold(new BillingHold("x", "ada", hours(1L)))
                    .build();
            assertThat(at(NOW, facts).access()).as("%s", facts).isEqualTo(Access.Full);
            assertThat(at(NOW, facts).isDeletionDue()).as("%s", facts).isFalse();
        }
    }

    /** Times are hours from now; the data was to be deleted an hour ago. */
    @ParameterizedTest(name = "ended {0}, held until {1} -> {2} {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                // endsAt, hold.until, access, reason, nextChange
                "-48, 1, Full, BillingHeld, 1",
                "-48, 0, ExportOnly, Cancelled, 168",
                "-200, -167, ExportOnly, Cancelled, 1",
                "-200, -168, None, DeletionScheduled, 168",
                "-400, -336, None, DeletionDue, -",
                "-48, -48, None, DeletionDue, -",
            })
    void whoWasHeldPastTheEndHasTwoWeeksAfterIt(Long ends, Long until, Access access, String reason, Long nextChange) {
        var facts = BillingFactsBuilder.builder(facts(BillingState.cancelled, null, null, ends, -1L))
                .hold(new BillingHold("x", "ada", hours(until)))
                .build();
        assertThat(at(NOW, facts).access()).isEqualTo(access);
        assertThat(at(NOW, facts).reason()).isEqualTo(reason);
        assertThat(at(NOW, facts).nextChange()).isEqualTo(Optional.ofNullable(hours(nextChange)));
    }

    @Test
    void holdsUntilItsNextChangeWhateverTheFactsAre() {
        var random = new Random(20260301);
        for (int i = 0; i < 20_000; i++) {
            var facts = random(random);
            var entitlement = at(NOW, facts);
            assertThat(entitlement.message()).as("%s", facts).endsWith(".");
            entitlement.nextChange().ifPresent(change -> {
                assertThat(change).as("%s", facts).isAfter(NOW);
                assertSame(facts, at(change.minusNanos(1), facts), entitlement);
                assertThat(at(change, facts).reason()).as("%s", facts).isNotEqualTo(entitlement.reason());
            });
            if (entitlement.nextChange().isEmpty()) {
                assertSame(facts, at(NOW.plus(Duration.ofDays(10_000)), facts), entitlement);
            }
        }
    }

    /** Until when it may be relied on is another matter: see above. */
    private static void assertSame(BillingFacts facts, Entitlement later, Entitlement now) {
        assertThat(later)
                .as("%s", facts)
                .usingRecursiveComparison()
                .ignoringFields("validUntil")
                .isEqualTo(now);
    }

    private static Entitlement at(Instant now, BillingFacts facts) {
        return Entitlement.of(facts, PLAN, null, now);
    }

    private static BillingFacts random(Random random) {
        var states = BillingState.values();
        var facts = facts(
                states[random.nextInt(states.length)],
                randomHours(random),
                randomHours(random),
                randomHours(random),
                randomHours(random));
        return BillingFactsBuilder.builder(facts)
                .fullUntil(hours(randomHours(random)))
                .currentPeriodEnd(hours(randomHours(random)))
                .concern(
                        random.nextBoolean()
                                ? null
                                : new BillingConcern(
                                        random(ConcernKind.values(), random), random(Access.values(), random)))
                .hold(random.nextBoolean() ? null : new BillingHold("x", "ada", hours(randomHours(random))))
                .build();
    }

    private static <T> T random(T[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    private static Long randomHours(Random random) {
        return random.nextInt(3) == 0 ? null : (Long) (random.nextLong(500) - 250);
    }

    private static BillingFacts facts(BillingState state, Long trialEnds, Long graceEnds, Long ends, Long deleteAfter) {
        return BillingFactsBuilder.builder()
                .source("stripe")
                .state(state)
                .trialEndsAt(hours(trialEnds))
                .graceEndsAt(hours(graceEnds))
                .endsAt(hours(ends))
                .deleteAfter(hours(deleteAfter))
                .revision(1L)
                .build();
    }

    private static Instant hours(Long hours) {
        return hours == null ? null : NOW.plus(Duration.ofHours(hours));
    }
}
