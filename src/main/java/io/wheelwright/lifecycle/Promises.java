package io.wheelwright.lifecycle;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wheelwright.api.v1alpha1.Limit;
import io.wheelwright.api.v1alpha1.Overrides;
import io.wheelwright.billing.PromisedPolicy;
import io.wheelwright.problem.Check;
import java.util.Map;

/** What a customer was promised beside the plan; a part that is left out promises nothing. */
public record Promises(
        Map<String, Limit> limits,
        Map<String, Boolean> features,
        Map<String, Limit> meters,
        @JsonInclude(JsonInclude.Include.NON_NULL) PromisedPolicy policy) {

    private static final int MOST = 64;
    private static final int MOST_METERS = 32;

    static Promises of(Overrides overrides) {
        return overrides == null
                ? null
                : new Promises(
                        overrides.limits(),
                        overrides.features(),
                        overrides.meters(),
                        PromisedPolicy.of(overrides.policy()));
    }

    void check(String field, Check check) {
        check.size(field + ".limits", limits, MOST)
                .size(field + ".features", features, MOST)
                .size(field + ".meters", meters, MOST_METERS);
        if (policy != null) {
            policy.check(field + ".policy", check);
        }
    }

    Overrides overrides() {
        return new Overrides(limits, features, meters, policy == null ? null : policy.policy());
    }
}
