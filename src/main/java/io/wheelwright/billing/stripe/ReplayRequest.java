package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.problem.Check;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How an event is replayed.
 *
 * @param dryRun whether it is only told what would follow; null for that
 * @param acceptStatus status at Stripe from which on the subscription counts, though nothing leads there; null for none
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ReplayRequest(Boolean dryRun, String acceptStatus) {

    private static final String ACCEPT_STATUS = "accept_status";

    void check() {
        Check check = new Check();
        if (acceptStatus != null && accepted().isEmpty()) {
            check.error(
                    ACCEPT_STATUS,
                    "must be one of "
                            + Stream.of(SubscriptionStatus.values())
                                    .map(Enum::name)
                                    .collect(Collectors.joining(", ")));
        } else if (acceptStatus != null && onlyTells()) {
            check.error(ACCEPT_STATUS, "changes something: it goes with dry_run false only");
        }
        check.done();
    }

    boolean onlyTells() {
        return dryRun == null || dryRun;
    }

    Optional<SubscriptionStatus> accepted() {
        return Optional.ofNullable(acceptStatus).flatMap(SubscriptionStatus::of);
    }
}
