package io.wheelwright.operation;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.api.v1alpha1.OperationType;
import io.wheelwright.fleet.SpokeGone;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.mail.Reason;
import io.wheelwright.operation.Operations.Subject;
import io.wheelwright.organization.Organizations;
import io.wheelwright.organization.TestOrganizations;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations as people see and steer them, on the database. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class OperationResourceTest {

    private static final String ROOT = "/hub/api/v1";

    @Inject
    Operations operations;

    @Inject
    Pause pause;

    @Inject
    DeploymentFailed deploymentFailed;

    @Inject
    Organizations organizations;

    @Inject
    TestSpokes spokes;

    @Inject
    MockMailbox mailbox;

    @Inject
    AgroalDataSource database;

    HubSpace space;

    private final String org = "org-" + UUID.randomUUID().toString().substring(0, 8);
    private final Subject subject = new Subject(UUID.randomUUID().toString(), "spoke-" + org, org);

    @AfterEach
    void slotsAreGiven() {
        pause.end("test");
    }

    @Test
    void anOperationIsShownFromItsBeginningToItsEnd() {
        OperationHandle begun = deploy("a");
        show(begun.id())
                .statusCode(200)
                .body("type", equalTo("deploy"), "state", equalTo("waiting"), "started_at", nullValue())
                .body("attempt", equalTo(1), "max_attempts", equalTo(3), "spoke_id", equalTo(subject.spokeId()));

        operations.started(begun.id());
        show(begun.id()).body("state", equalTo("active"), "started_at", notNullValue());

        operations.delayed(begun.id());
        show(begun.id()).body("state", equalTo("delayed"), "finished_at", nullValue());

        operations.completed(begun.id());
        show(begun.id())
                .body("state", equalTo("completed"), "progress", equalTo(100), "finished_at", notNullValue())
                .body("error", nullValue());
    }

    @Test
    void theSameIsBegunOnceAndWhatIsCompletedStaysSo() {
        OperationHandle begun = deploy("a");
        assertThat(deploy("a")).isEqualTo(begun);
        operations.completed(begun.id());

        assertThat(deploy("b").state()).isEqualTo(OperationState.completed);
        assertThat(operations.failed(begun.id(), "Late", "Too late.", true).state())
                .isEqualTo(OperationState.completed);
    }

    @Test
    void afterThreeFailuresThatCountItHasFailedAndSupportIsToldOnce() {
        UUID id = deploy("a").id();
        assertThat(operations.failed(id, "ApiServerUnreachable", "Away.", false).attempt())
                .isEqualTo(1);
        assertThat(operations.failed(id, "HookFailed", "The hook failed.", true).attempt())
                .isEqualTo(2);
        assertThat(operations.failed(id, "HookFailed", "The hook failed.", true).state())
                .isEqualTo(OperationState.delayed);
        operations.failed(id, "HookFailed", "The hook failed.", true);

        show(id).body("state", equalTo("failed"), "attempt", equalTo(3), "error", equalTo("The hook failed."));
        assertThat(mails(id)).containsExactly("support@example.com");

        retry(id).statusCode(202).body("state", equalTo("waiting"), "attempt", equalTo(1), "error", nullValue());
        Stream.of(1, 2, 3).forEach(time -> operations.failed(id, "HookFailed", "The hook failed.", true));
        show(id).body("state", equalTo("failed"));
        assertThat(mails(id)).hasSize(1);
    }

    @Test
    void whatFailedBeginsAnewForAnotherStepAndStaysForTheSame() {
        UUID id = deploy("a").id();
        operations.stalled(id, "The chart is broken.");

        assertThat(deploy("a").state()).isEqualTo(OperationState.failed);
        assertThat(deploy("b"))
                .extracting(OperationHandle::state, OperationHandle::attempt, OperationHandle::error)
                .containsExactly(OperationState.waiting, 1, null);
    }

    @Test
    void onlyWhatHasFailedIsTriedAgainAndTheAuditTellsWhoWantedIt() {
        UUID id = deploy("a").id();
        retry(id).statusCode(409).body("detail", containsString("only a failed one"));

        operations.stalled(id, "The chart is broken.");
        retry(id).statusCode(202);
        retry(id).statusCode(409);

        assertThat(column("SELECT actor FROM audit WHERE action = 'retry' AND object = '%s'".formatted(id)))
                .containsExactly("admin");
        retry(UUID.randomUUID()).statusCode(404);
    }

    @Test
    void anUpdateThatTheClusterShowsDoneIsCompletedAndOthersAreOvertaken() {
        UUID first = update("first").id();
        UUID second = update("second").id();
        operations.started(second);

        assertThat(operations.settled(subject.spokeUid(), "second").map(OperationHandle::id))
                .contains(second);

        show(first).body("state", equalTo("failed"), "error", containsString("Another change"));
        show(second).body("state", equalTo("completed"));
        assertThat(mails(first)).isEmpty();
        retry(first).statusCode(409).body("detail", containsString("Another change"));
        assertThat(update("first"))
                .extracting(OperationHandle::state, OperationHandle::error)
                .containsExactly(OperationState.waiting, null);
    }

    @Test
    void anUpdateThatHadFailedIsOvertakenByTheNextOneAndCountsNoMore() {
        UUID first = update("first").id();
        operations.stalled(first, "The hook failed.");
        long failed = failed();
        UUID second = update("second").id();
        operations.started(second);

        operations.settled(subject.spokeUid(), "second");

        assertThat(failed()).isEqualTo(failed - 1);
        retry(first).statusCode(409).body("detail", containsString("The hook failed."));
    }

    @Test
    void aDestructionOfWhichNobodyKnowsTheOrganizationIsOneToo() {
        Subject nobodys = new Subject(subject.spokeUid(), subject.spokeId(), null);
        UUID id = operations
                .begin(nobodys, OperationType.delete, "delete-" + subject.spokeUid(), "1")
                .id();
        operations.stalled(id, "The export failed.");

        show(id).statusCode(200).body("org_id", nullValue(), "state", equalTo("failed"));
        assertThat(mails(id)).containsExactly("support@example.com");
    }

    @Test
    void whatIsOpenEndsWithTheSpoke() {
        UUID deploy = deploy("a").id();
        UUID delete = operations
                .begin(subject, OperationType.delete, "delete-" + subject.spokeUid(), "1")
                .id();

        QuarkusTransaction.requiringNew().run(() -> operations.end(new SpokeGone(subject.spokeUid())));

        show(deploy).body("state", equalTo("failed"), "error", equalTo("The Spoke was deleted."));
        retry(deploy).statusCode(409).body("detail", containsString("The Spoke was deleted."));
        show(delete).body("state", equalTo("waiting"));
    }

    @Test
    void listsArePagedAndByStateAndShowTheLastHundredCompletedAndTwoHundredFailed() {
        String other = admin().body(Map.of("name", "Acme", "email", "ada@acme.example"))
                .contentType("application/json")
                .post(ROOT + "/organizations")
                .path("org_id");
        finish(other, 110, OperationState.completed);
        finish(other, 210, OperationState.failed);
        String path = ROOT + "/organizations/" + other + "/operations";

        admin().get(path + "?limit=500").then().statusCode(200).body("total", equalTo(300));
        admin().get(path + "?state=completed").then().body("total", equalTo(100), "items.size()", equalTo(50));
        admin().get(path + "?state=failed&limit=500").then().body("items.size()", equalTo(200));
        assertThat(walk(path + "?limit=70")).hasSize(300).doesNotHaveDuplicates();
        assertThat(column("SELECT id FROM operations WHERE org_id = '%s'".formatted(other)))
                .hasSize(320);

        UUID open = deploy("a").id();
        assertThat(walk(ROOT + "/operations?state=waiting&limit=500")).contains(open.toString());
        assertThat(walk(ROOT + "/operations?state=failed&limit=500")).doesNotContain(open.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"state=lost", "limit=0", "cursor=x"})
    void aParameterThatIsWrongIsNamed(String query) {
        admin().get(ROOT + "/operations?" + query)
                .then()
                .statusCode(400)
                .body("errors.field", hasItem(query.substring(0, query.indexOf('='))));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        admin().get(ROOT + "/operations/nothing").then().statusCode(404);
        admin().get(ROOT + "/operations/" + UUID.randomUUID()).then().statusCode(404);
        admin().get(ROOT + "/organizations/nobody/operations").then().statusCode(404);
    }

    @Test
    void aPauseIsShownKeptAndAuditedOnce() {
        admin().post(ROOT + "/operations/pause").then().statusCode(200).body("paused", equalTo(true));
        admin().post(ROOT + "/operations/pause").then().statusCode(200);
        admin().get(ROOT + "/operations/stats").then().body("paused", equalTo(true));
        assertThat(column("SELECT paused_at FROM operations_queue")).doesNotContainNull();

        long before = audited("resume");
        admin().post(ROOT + "/operations/resume").then().statusCode(200).body("paused", equalTo(false));
        admin().post(ROOT + "/operations/resume").then().statusCode(200);
        assertThat(audited("resume")).isEqualTo(before + 1);
    }

    @Test
    void statsCountEveryOperationOnce() {
        deploy("a");
        Map<String, Object> stats = admin().get(ROOT + "/operations/stats")
                .then()
                .extract()
                .jsonPath()
                .getMap("");
        int sum = Stream.of("waiting", "active", "delayed", "completed", "failed")
                .mapToInt(state -> (int) stats.get(state))
                .sum();
        assertThat((int) stats.get("waiting")).isPositive();
        assertThat(stats.get("total")).isEqualTo(sum);
    }

    @Test
    void theCustomerIsToldOfAFirstDeploymentOnceAndNotWhy() {
        String contact = "ada@" + org + ".example";
        organizations.observe(TestOrganizations.named(org, contact));
        TestSpoke instance = spokes.make(org);
        Subject ordered = new Subject(instance.uid(), instance.id(), org);
        UUID update = operations
                .begin(ordered, OperationType.update, "update-" + org, "a")
                .id();
        UUID id = operations
                .begin(ordered, OperationType.deploy, Deployments.key(instance.uid()), "a")
                .id();

        operations.stalled(update, "The hook failed.");
        operations.stalled(id, "The chart is broken.");

        await().atMost(SOON).until(() -> sentTo(contact).equals(List.of(id.toString())));
        Mail mail = mailbox.getMailsSentTo(contact).get(0);
        assertThat(mail.getSubject()).isEqualTo("Your instance is not ready yet");
        assertThat(mail.getText()).contains("Hello Acme").doesNotContain("chart");

        Reason reason = new Reason(id.toString(), Map.of(), Instant.EPOCH);
        assertThat(toSay(reason)).isPresent();
        retry(id).statusCode(202);
        assertThat(toSay(reason)).as("it is tried again").isEmpty();
        operations.stalled(id, "The chart is still broken.");
        assertThat(sentTo(contact)).as("that mail is not asked for again").containsExactly(id.toString());
        spokes.end(instance);
        assertThat(toSay(reason)).as("the instance is gone").isEmpty();
    }

    /** As it is looked at for a mail: in a transaction of its own. */
    private Optional<Map<String, String>> toSay(Reason reason) {
        return QuarkusTransaction.requiringNew().call(() -> deploymentFailed.details(reason));
    }

    private OperationHandle deploy(String step) {
        return operations.begin(subject, OperationType.deploy, Deployments.key(subject.spokeUid()), step);
    }

    private OperationHandle update(String step) {
        return operations.begin(subject, OperationType.update, "update-" + subject.spokeUid() + "-" + step, step);
    }

    private void finish(String orgId, int count, OperationState end) {
        for (int number = 0; number < count; number++) {
            String uid = UUID.randomUUID().toString();
            OperationHandle begun =
                    operations.begin(new Subject(uid, "spoke", orgId), OperationType.deploy, Deployments.key(uid), "a");
            if (end == OperationState.completed) {
                operations.completed(begun.id());
            } else {
                operations.ended(begun.id(), "It was ended at " + Instant.EPOCH + ".");
            }
        }
    }

    private List<String> walk(String path) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            var page =
                    admin().get(path + cursor).then().statusCode(200).extract().jsonPath();
            ids.addAll(page.getList("items.id"));
            String next = page.getString("next_cursor");
            cursor = next == null ? null : "&cursor=" + next;
        }
        return ids;
    }

    private ValidatableResponse show(UUID id) {
        return admin().get(ROOT + "/operations/" + id).then();
    }

    private long failed() {
        return admin().get(ROOT + "/operations/stats").jsonPath().getLong("failed");
    }

    private ValidatableResponse retry(UUID id) {
        return admin().post(ROOT + "/operations/" + id + "/retry").then();
    }

    private List<String> mails(UUID id) {
        return column("SELECT recipient FROM mails WHERE kind = 'operation-failed' AND anchor = '%s'".formatted(id));
    }

    /** What the mails to that address are about. */
    private List<String> sentTo(String address) {
        return column("SELECT CASE WHEN sent_at IS NULL THEN 'waits' ELSE anchor END FROM mails WHERE recipient = '%s'"
                .formatted(address));
    }

    private long audited(String action) {
        return column("SELECT id FROM audit WHERE kind = 'OperationsQueue' AND action = '%s'".formatted(action))
                .size();
    }

    private List<String> column(String query) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken());
    }
}
