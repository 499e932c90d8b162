package io.wheelwright.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.BillingPolicy;
import io.wheelwright.api.v1alpha1.OnEnd;
import io.wheelwright.problem.Check;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What trouble takes from one customer, where that differs from its plan; what is left out is as in the plan. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PromisedPolicy(
        Long graceDays,
        Long graceFullDays,
        Long trialGraceDays,
        Long retentionDays,
        String onEnd,
        String onDispute,
        String onFullRefund,
        String onPausedCollection,
        String onPausedTrial) {

    private static final long MOST_DAYS = 3650;

    /** Null for none. */
    public static PromisedPolicy of(BillingPolicy policy) {
        return policy == null
                ? null
                : new PromisedPolicy(
                        number(policy.graceDays()),
                        number(policy.graceFullDays()),
                        number(policy.trialGraceDays()),
                        number(policy.retentionDays()),
                        name(policy.onEnd()),
                        name(policy.onDispute()),
                        name(policy.onFullRefund()),
                        name(policy.onPausedCollection()),
                        name(policy.onPausedTrial()));
    }

    /** Looks at it under the name that it has in a request. */
    public void check(String field, Check check) {
        Map<String, Long> days = new LinkedHashMap<>();
        days.put("grace_days", graceDays);
        days.put("grace_full_days", graceFullDays);
        days.put("trial_grace_days", trialGraceDays);
        days.put("retention_days", retentionDays);
        days.forEach((name, value) -> check.within(field + "." + name, value, 0, MOST_DAYS));
        if (graceDays != null && graceFullDays != null && graceFullDays > graceDays) {
            check.error(field + ".grace_full_days", "are the first of grace_days: there are at most as many");
        }
        Map<String, String> accesses = new LinkedHashMap<>();
        accesses.put("on_dispute", onDispute);
        accesses.put("on_full_refund", onFullRefund);
        accesses.put("on_paused_collection", onPausedCollection);
        accesses.put("on_paused_trial", onPausedTrial);
        accesses.forEach((name, value) -> checkOneOf(Access.values(), field + "." + name, value, check));
        checkOneOf(OnEnd.values(), field + ".on_end", onEnd, check);
    }

    private static void checkOneOf(Enum<?>[] known, String field, String value, Check check) {
        List<String> names = Stream.of(known).map(Enum::name).toList();
        if (value != null && !names.contains(value)) {
            check.error(field, "must be one of " + String.join(", ", names));
        }
    }

    /** The same as the resource has it. */
    public BillingPolicy policy() {
        return new BillingPolicy(
                days(graceDays),
                days(graceFullDays),
                days(trialGraceDays),
                days(retentionDays),
                onEnd == null ? null : OnEnd.valueOf(onEnd),
                access(onDispute),
                access(onFullRefund),
                access(onPausedCollection),
                access(onPausedTrial));
    }

    private static Long number(Integer days) {
        return days == null ? null : days.longValue();
    }

    private static String name(Enum<?> value) {
        return value == null ? null : value.name();
    }

    private static Integer days(Long number) {
        return number == null ? null : Math.toIntExact(number);
    }

    private static Access access(String name) {
        return name == null ? null : Access.valueOf(name);
    }
}
