package io.wheelwright.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingHold;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.mail.MailTime;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.LegalHold;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What customers are told when. Days are those of a subscription; the customer has got where it is on day 0. */
class NoticesTest {

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private static final Seen SEEN = new Seen(START, null);

    @ParameterizedTest(name = "trial of {0} days: on day {1} the reminder of {2}")
    @CsvSource({
        "14, 0,     ",
        "14, 6.9,   ",
        "14, 7,    7",
        "14, 11.9, 7",
        "14, 12,   2",
        "14, 12.9, 2",
        "14, 13,   1",
        "14, 13.9, 1",
        "14, 14,    ",
        "5,  0,     ",
        "5,  2.9,   ",
        "5,  3,    2",
    })
    void remindsOfTheEndOfATrialOnceForEachDay(int trial, double today, String told) {
        Customer customer = customer(facts(BillingState.trialing).trialEndsAt(day(trial)));

        assertThat(reminder(customer, today)).isEqualTo(anchor(trial, told));
    }

    @ParameterizedTest(name = "kept for {0} days: on day {1} the notice of {2}")
    @CsvSource({
        "30, 0,     ",
        "30, 22.9,  ",
        "30, 23,   7",
        "30, 29,   1",
        "30, 30,    ",
        "90, 59.9,  ",
        "90, 60,  30",
        "90, 83,   7",
        "7,  0,     ",
        "7,  6,    1",
    })
    void tellsOfADeletionOnceForEachDay(int kept, double today, String told) {
        BillingFactsBuilder ended = facts(BillingState.cancelled).endsAt(START).deleteAfter(day(kept));

        assertThat(reminder(customer(ended), today)).isEqualTo(anchor(kept, told));
        assertThat(reminder(heldBack(ended), today)).isNull();
    }

    @Test
    void whatIsNotDeletedIsNotToldOf() {
        BillingFactsBuilder overByItsDates =
                facts(BillingState.active).endsAt(START).deleteAfter(day(30));

        assertThat(reminder(customer(overByItsDates), 25)).isNull();
        assertThat(reminder(customer(facts(BillingState.cancelled).endsAt(START)), 25))
                .isNull();
    }

    @Test
    void whatWasHeldBackUntilAfterItsDayIsToldOfWhenTheHoldIsLifted() {
        BillingFacts ended =
                facts(BillingState.cancelled).endsAt(START).deleteAfter(day(30)).build();
        Customer lifted = new Customer(
                "acme", "uid-1", "Acme", "it@acme.example", START, ended, false, false, null, day(101), null);

        assertThat(reminder(lifted, 100)).isEqualTo(anchor(101, "1"));
        assertThat(reminder(lifted, 101)).isNull();
    }

    @Test
    void whoWasHeldPastTheEndIsToldOfADeletionInTime() {
        Customer held = customer(facts(BillingState.cancelled)
                .endsAt(day(-20))
                .deleteAfter(day(-3))
                .hold(new BillingHold("x", "ada", START)));

        assertThat(reminder(held, 6.9)).isNull();
        assertThat(reminder(held, 7)).isEqualTo(anchor(14, "7"));
        assertThat(reminder(held, 13)).isEqualTo(anchor(14, "1"));
        assertThat(BillingStateView.of(held, false, day(1)).deletionAt()).isEqualTo(day(14));
    }

    @ParameterizedTest(name = "{0}, trial {1}, grace {2}, on day {3}: {4}")
    @CsvSource({
        "trialing,    14,   , 13, RESUMED",
        "trialing,    14, 17, 15, GRACE_BEGUN",
        "trialing,    14, 17, 18, SUSPENDED",
        "past_due,      , 20, 19, GRACE_BEGUN",
        "past_due,      , 20, 21, SUSPENDED",
        "suspended,     ,   ,  1, SUSPENDED",
        "active,        ,   ,  1, RESUMED",
        "manual,        ,   ,  1, RESUMED",
        "cancelled,     ,   ,  1, CANCELLED",
    })
    void tellsOfAStageByItsDates(BillingState state, Integer trial, Integer grace, double today, NoticeKind kind) {
        Customer customer = customer(facts(state)
                .trialEndsAt(trial == null ? null : day(trial))
                .graceEndsAt(grace == null ? null : day(grace)));

        Notice notice = Notices.arrival(customer, Standing.of(customer, day(today)), START);

        assertThat(notice.kind()).isEqualTo(kind);
        assertThat(notice.anchor()).isEqualTo("uid-1/" + START);
        assertThat(notice.model()).doesNotContainValue(null);
    }

    @ParameterizedTest(name = "full until day {0}, on day {1}: {2}, until day {3}")
    @CsvSource({
        "   3,  1, PaymentFailed,  3",
        "   3,  4, PaymentPastDue, 10",
        "    ,  1, PaymentPastDue, 10",
        "    , 11, GraceExpired,   ",
    })
    void asksToConfirmAPaymentOnceForEachInvoice(Integer full, double today, String why, Integer until) {
        Customer customer = customer(facts(BillingState.past_due)
                .fullUntil(full == null ? null : day(full))
                .graceEndsAt(day(10)));
        Standing standing = Standing.of(customer, day(today));

        assertThat(standing.isOwing()).isTrue();
        Notice notice = Notices.confirmation(customer, standing, "in_1");
        assertThat(notice.kind()).isEqualTo(NoticeKind.ACTION_REQUIRED);
        assertThat(notice.anchor()).isEqualTo("uid-1/in_1");
        assertThat(notice.model())
                .containsEntry("why", why)
                .containsEntry("until", until == null ? "" : MailTime.of(day(until)));
    }

    @Test
    void whoOwesNothingIsNotAskedToConfirm() {
        for (BillingFactsBuilder billing : List.of(
                facts(BillingState.active),
                facts(BillingState.trial_grace).graceEndsAt(day(3)),
                facts(BillingState.past_due).graceEndsAt(day(3)).hold(new BillingHold("x", "ada", null)))) {
            assertThat(Standing.of(customer(billing), day(1)).isOwing()).isFalse();
        }
    }

    @ParameterizedTest(name = "{0} that ends on day {1}: on day {2} the end of day {3}")
    @CsvSource({
        "active,     10, 1,  10",
        "active,     12, 1,  12",
        "cancelled,  10, 1,  10",
        "active,       , 1,    ",
        "active,     10, 10,   ",
        "past_due,   10, 1,    ",
        "manual,     10, 1,    ",
    })
    void tellsThatASubscriptionEndsAsLongAsItDoes(BillingState state, Integer end, double today, Integer told) {
        Customer customer = customer(facts(state).endsAt(end == null ? null : day(end)));

        assertThat(Notices.of(customer, Standing.of(customer, day(today)), SEEN, day(today))
                        .filter(notice -> notice.kind() == NoticeKind.CANCELLATION_SCHEDULED)
                        .map(Notice::anchor)
                        .toList())
                .isEqualTo(told == null ? List.of() : List.of("uid-1/" + day(told)));
    }

    @ParameterizedTest(name = "an end on day {0} that was found with the customer is told: {1}")
    @CsvSource({"10, false", "11, true"})
    void anEndThatWasThereBeforeTheCustomerWasSeenIsNotToldAgain(int end, boolean told) {
        Customer customer = customer(facts(BillingState.active).endsAt(day(end)));

        assertThat(Notices.cancellation(customer, Standing.of(customer, day(1)), new Seen(START, day(10)))
                        .isPresent())
                .isEqualTo(told);
    }

    @ParameterizedTest(name = "on day {0} the next look is on day {1}")
    @CsvSource({"0, 7", "7, 12", "12, 13", "13, 14", "14, 17", "17, "})
    void looksAgainWhenSomethingIsDue(double today, Double next) {
        Customer customer =
                customer(facts(BillingState.trialing).trialEndsAt(day(14)).graceEndsAt(day(17)));

        assertThat(Standing.of(customer, day(today)).next(day(today)))
                .isEqualTo(Optional.ofNullable(next).map(NoticesTest::day));
    }

    @ParameterizedTest(name = "an end that was put off to day {0} is told: {1}")
    @CsvSource({"2, false", "3, true", ", true"})
    void nobodyIsToldOfADateThatIsThereOnlyBecauseItWasPutOff(Integer putOff, boolean told) {
        Customer trial = putOff(facts(BillingState.trialing).trialEndsAt(day(2)), putOff);
        assertThat(reminder(trial, 1) != null).isEqualTo(told);
        Customer ending = putOff(facts(BillingState.active).endsAt(day(2)), putOff);
        assertThat(Notices.cancellation(ending, Standing.of(ending, day(1)), SEEN)
                        .isPresent())
                .isEqualTo(told);
        Customer late = putOff(facts(BillingState.past_due).graceEndsAt(day(2)), putOff);
        assertThat(Notices.arrival(late, Standing.of(late, day(1)), START)
                        .model()
                        .get("until")
                        .isEmpty())
                .isEqualTo(!told);
    }

    private static Customer putOff(BillingFactsBuilder billing, Integer until) {
        return new Customer(
                "acme",
                "uid-1",
                "Acme",
                "it@acme.example",
                START,
                billing.build(),
                false,
                false,
                null,
                null,
                until == null ? null : day(until));
    }

    private static String reminder(Customer customer, double today) {
        return Notices.reminder(customer, Standing.of(customer, day(today)), START, day(today))
                .map(Notice::anchor)
                .orElse(null);
    }

    private static String anchor(double end, String told) {
        return told == null ? null : "uid-1/" + day(end) + "/" + told;
    }

    private static Instant day(double number) {
        return START.plus(
                Duration.ofMinutes(Math.round(number * Duration.ofDays(1).toMinutes())));
    }

    private static BillingFactsBuilder facts(BillingState state) {
        return BillingFactsBuilder.builder().source("manual").revision(1L).state(state);
    }

    private static Customer customer(BillingFactsBuilder billing) {
        return customer(billing.build(), null);
    }

    private static Customer heldBack(BillingFactsBuilder billing) {
        return customer(billing.build(), new LegalHold("a case", "admin", START));
    }

    private static Customer customer(BillingFacts billing, LegalHold hold) {
        return new Customer("acme", "uid-1", "Acme", "it@acme.example", START, billing, false, false, hold, null, null);
    }
}
