package io.wheelwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.stripe.exception.StripeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.billing.stripe.OnStripe;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.support.HubTestResource;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The commands understand what a hub answers. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class StripeCommandResourceTest extends OnStripe {

    private static final String ENDPOINT = "https://hub.example/hub/api/v1/billing/webhook";

    @AfterEach
    void theEndpointIsAsBefore() throws StripeException {
        customers.unlisten(ENDPOINT);
        customers.listenAgain();
    }

    @Test
    void theDoctorSaysWhatTheHubFinds() {
        stripe.faults().always("GET", "/v1/invoices", Fault.FORBIDDEN);

        Ran ran = run("stripe", "doctor");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out())
                .containsPattern("(?m)^ok +API key +It is one of test mode, and good\\.$")
                .containsPattern("(?m)^failed +right to read invoices +The restricted key lacks it")
                .containsPattern("(?m)^Not well\\. Failed: \\d+\\.");
    }

    @Test
    void theSetUpMakesWhatAProductNeeds() throws StripeException {
        customers.deafen();
        customers.unlisten(ENDPOINT);
        String sold = publish();

        Ran looked = run("stripe", "setup", "--product", sold);
        assertThat(looked.code()).isEqualTo(1);
        assertThat(looked.out())
                .containsPattern("(?m)^missing +product +plan growth of " + sold + "$")
                .contains("Not everything is there: 3 missing.")
                .doesNotContain("whsec_");

        Ran made = run("stripe", "setup", "--product", sold, "--apply");
        assertThat(made.err()).isEmpty();
        assertThat(made.code()).as(made.out()).isZero();
        assertThat(made.out())
                .contains("Everything is there: 3 created.")
                .containsPattern("(?m)^  plans/growth  price_")
                .contains("kubectl patch product " + sold + " --type=json -p '[{\"op\":\"test\"")
                .containsPattern("shown only now[^\n]*\n  whsec_");

        Ran again = run("stripe", "setup", "--product", sold, "--apply");
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("Everything is there.").doesNotContain("whsec_");
    }

    @Test
    void whoWouldChangeByAnotherPolicyIsListed() throws StripeException {
        String org = inDispute();

        Ran ran = evaluate(2);

        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out())
                .containsPattern("(?m)^" + org + " +\\S+ +Full -> None +\\S")
                .containsPattern("(?m)^\\d+ of \\d+ customers of Stripe would change\\.$");
        assertThat(evaluate(4).err()).as("the hub knows the fields").contains("answers 400", "policy.grace_full_days");
    }

    private Ran evaluate(int graceFullDays) {
        return run(
                ("policy evaluate --product %s --plan growth --grace-days 3 --grace-full-days %d --trial-grace-days 1"
                                + " --on-dispute None --on-paused-collection ReadOnly --on-paused-trial ExportOnly")
                        .formatted(customers.product(), graceFullDays)
                        .split(" "));
    }

    @Test
    void theAuditIsFollowedToItsEndAndFromThereAgain() {
        publish();

        Ran whole = await().atMost(SOON)
                .until(() -> run("audit", "verify"), ran -> ran.out().contains(", waiting: 0."));
        assertThat(whole.err()).isEmpty();
        assertThat(whole.code()).as(whole.out()).isZero();
        assertThat(whole.out())
                .matches("Nothing that was looked at was changed\\.\n"
                        + "Sealed: [1-9]\\d*, waiting: 0\\.\n"
                        + "To compare with the next time: --seal [1-9]\\d* --head [0-9a-f]{64}\n");

        String noted = whole.out().substring(whole.out().indexOf("--seal")).strip();
        assertThat(run(("audit verify " + noted).split(" ")).code()).isZero();
    }

    @Test
    void whatTheHubRefusesIsTold() {
        Ran stranger = Ran.of(variables("nobody"), "stripe", "doctor");
        assertThat(stranger.code()).isEqualTo(3);
        assertThat(stranger.out()).isEmpty();
        assertThat(stranger.err()).contains("answers 401: Who are you?").doesNotContain("nobody", "\tat ");

        Ran unknown = run("stripe", "setup", "--product", "nowhere", "--apply");
        assertThat(unknown.code()).isEqualTo(3);
        assertThat(unknown.err()).contains("400", "product_id is not the name of a product that is sold");
    }

    private Ran run(String... arguments) {
        return Ran.of(variables(space.adminToken()), arguments);
    }

    private Map<String, String> variables(String token) {
        return Map.of("WHEELWRIGHT_URL", space.url().toString(), "WHEELWRIGHT_ADMIN_TOKEN", token);
    }

    private String publish() {
        String id = "command-" + UUID.randomUUID().toString().substring(0, 8);
        admin().body("""
            {"product": {"id": "%s", "name": "Command", "version": "1.0.0", "active": true},
             "os": {"version": ">=2.1.0"}, "packs": [],
             "plans": [{"id": "growth", "display_name": "Growth", "price": {"amount": 2900, "currency": "USD"}}]}
            """.formatted(id)).post(API + "/products").then().statusCode(201);
        return id;
    }
}
