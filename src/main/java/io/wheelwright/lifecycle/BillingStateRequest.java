package io.wheelwright.lifecycle;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.organization.BillingClaim;
import io.wheelwright.problem.Check;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an administrator, or another biller, says of a subscription: the whole of it. What is left out is said no more.
 *
 * @param source the biller from then on; null for {@code manual}
 * @param takeOverFrom the biller that it is taken from, where that is another one
 */
@JsonNaming(SnakeCaseStrategy.class)
public record BillingStateRequest(
        String state,
        String plan,
        String planVersion,
        Promises overrides,
        Instant currentPeriodEnd,
        Instant trialEndsAt,
        Instant graceEndsAt,
        Instant endsAt,
        Instant deleteAfter,
        String source,
        String takeOverFrom) {

    private static final int LONGEST = 63;
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9000-01-01T00:00:00Z");
    private static final String STATES =
            Stream.of(BillingState.values()).map(Enum::name).collect(Collectors.joining(", "));

    /** Ends the request if it does not make sense. */
    BillingStateRequest checked() {
        Check check = new Check()
                .required("state", state)
                .name("plan", plan, LONGEST)
                .optionalText("plan_version", planVersion, LONGEST)
                .name("source", source, LONGEST)
                .name("take_over_from", takeOverFrom, LONGEST);
        if (state != null && known().isEmpty()) {
            check.error("state", "must be one of " + STATES);
        }
        if (overrides != null) {
            overrides.check("overrides", check);
        }
        dates().forEach((name, day) -> day.filter(date -> date.isBefore(FIRST) || date.isAfter(LAST))
                .ifPresent(out -> check.error(name, "must be from the years 2000 to 8999")));
        known().ifPresent(known -> checkDates(known, check));
        check.done();
        return this;
    }

    /** Whether it takes the customer's access, now or on a day that it names. */
    boolean ends(Instant now) {
        Entitlement entitlement = Entitlement.of(facts(), now);
        return entitlement.access() != Access.Full || entitlement.nextChange().isPresent();
    }

    /** The same, said by this biller. */
    BillingStateRequest from(String biller) {
        return new BillingStateRequest(
                state,
                plan,
                planVersion,
                overrides,
                currentPeriodEnd,
                trialEndsAt,
                graceEndsAt,
                endsAt,
                deleteAfter,
                biller,
                takeOverFrom);
    }

    BillingClaim claim(Optional<String> ifMatch) {
        return new BillingClaim(Objects.requireNonNullElse(source, BillingClaim.MANUAL), takeOverFrom, ifMatch);
    }

    /** The same as the resource has it; source and revision are filled in by who writes it. */
    BillingFacts facts() {
        return BillingFactsBuilder.builder()
                .state(known().orElseThrow())
                .plan(plan)
                .planVersion(planVersion)
                .overrides(overrides == null ? null : overrides.overrides())
                .currentPeriodEnd(currentPeriodEnd)
                .trialEndsAt(trialEndsAt)
                .graceEndsAt(graceEndsAt)
                .endsAt(endsAt)
                .deleteAfter(deleteAfter)
                .build();
    }

    private Optional<BillingState> known() {
        return Arrays.stream(BillingState.values())
                .filter(known -> known.name().equals(state))
                .findFirst();
    }

    private Map<String, Optional<Instant>> dates() {
        return Map.of(
                "current_period_end", Optional.ofNullable(currentPeriodEnd),
                "trial_ends_at", Optional.ofNullable(trialEndsAt),
                "grace_ends_at", Optional.ofNullable(graceEndsAt),
                "ends_at", Optional.ofNullable(endsAt),
                "delete_after", Optional.ofNullable(deleteAfter));
    }

    private void checkDates(BillingState known, Check check) {
        switch (known) {
            case trialing -> needs("trial_ends_at", trialEndsAt, check);
            case trial_grace -> needs("grace_ends_at", graceEndsAt == null ? trialEndsAt : graceEndsAt, check);
            case past_due -> needs("grace_ends_at", graceEndsAt, check);
            case deletion_scheduled -> needs("delete_after", deleteAfter, check);
            default -> {}
        }
        if (known == BillingState.cancelled && deleteAfter != null) {
            needs("ends_at", endsAt, check);
        }
        boolean trial = known == BillingState.trialing || known == BillingState.trial_grace;
        if (trial && isBefore(graceEndsAt, trialEndsAt)) {
            check.error("grace_ends_at", "must not be before trial_ends_at: the grace comes after the trial");
        }
        if (isBefore(deleteAfter, endsAt)) {
            check.error("delete_after", "must not be before ends_at: nothing is deleted before the end");
        }
    }

    private void needs(String field, Instant day, Check check) {
        if (day == null) {
            check.error(field, "is required in the state " + state);
        }
    }

    private static boolean isBefore(Instant day, Instant other) {
        return day != null && other != null && day.isBefore(other);
    }
}
