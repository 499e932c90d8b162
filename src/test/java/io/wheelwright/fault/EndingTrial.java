package io.wheelwright.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.lab.Manifests;
import io.wheelwright.support.Hub;
import io.wheelwright.support.Patience;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.awaitility.core.ThrowingRunnable;

/**
 * A customer whose trial ends soon, at a hub that is about to lose its database. The clock of the hub is as far behind as an
 * agent lets a license outlast its end, so that this end comes to both at the same moment.
 */
final class EndingTrial {

    static final Duration AHEAD = Duration.ofMinutes(-5);

    /** Enough for the agent to have the license that ends with the trial, and less than the outage. */
    private static final Duration LEFT = Duration.ofSeconds(60);

    private static final String NAME = "trial";

    private final Hub hub;

    private EndingTrial(Hub hub) {
        this.hub = hub;
    }

    /** A customer who has the product {@code cosmetics}, and an agent that knows when the trial ends. */
    static EndingTrial of(Hub hub) {
        hub.apply(Manifests.organization(NAME));
        hub.apply(Manifests.spoke(NAME, NAME, "cosmetics"));
        hub.awaitReady(NAME);
        EndingTrial trial = new EndingTrial(hub);
        Instant end = Instant.now().plus(AHEAD).plus(LEFT).truncatedTo(ChronoUnit.SECONDS);
        hub.rest()
                .put(
                        "/organizations/" + NAME + "/billing-state",
                        "{\"state\": \"trialing\", \"trial_ends_at\": \"%s\"}".formatted(end),
                        200);
        eventually(() -> assertThat(trial.agent("expires_at")).isEqualTo(end.toString()));
        trial.says("full", Access.Full);
        return trial;
    }

    /** The license ends by itself; what would come after it waits for the database, and so does the status. */
    void takesTheLicenseAndNothingElse() {
        eventually(() -> assertThat(agent("reason")).isEqualTo("license_expired"));
        says("unlicensed", Access.Full);
    }

    /** The date is acted on, and there is a license that says so. */
    void isOver() {
        await().atMost(Patience.END)
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> says("read_only", Access.ReadOnly));
    }

    private void says(String agent, Access status) {
        assertThat(agent("access")).isEqualTo(agent);
        assertThat(hub.spoke(NAME).getStatus().access()).isEqualTo(status);
        assertThat(hub.resource(Organization.class, NAME).require().getStatus().access())
                .isEqualTo(status);
    }

    private String agent(String field) {
        return hub.agent(NAME, "/access").path(field).asText();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(LEFT).pollInterval(Duration.ofMillis(250)).untilAsserted(assertion);
    }
}
