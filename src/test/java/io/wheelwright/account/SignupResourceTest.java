package io.wheelwright.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.wheelwright.Digest;
import io.wheelwright.api.v1alpha1.OperationType;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.operation.Deployments;
import io.wheelwright.operation.OperationHandle;
import io.wheelwright.operation.Operations;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Together;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signup where addresses are confirmed. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class SignupResourceTest {

    private static final String CONFIRM = "Confirm your address";
    private static final String KNOWN = "Somebody signed up with your address";

    @Inject
    Postbox postbox;

    @Inject
    TestSpokes spokes;

    @Inject
    Operations operations;

    @Inject
    AgroalDataSource database;

    @Inject
    MeterRegistry registry;

    HubSpace space;

    private Counter signups;
    private Customer customer;

    @BeforeEach
    void somebody() {
        signups = registry.get("wheelwright.signups").counter();
        customer = Customer.of(space);
    }

    @Test
    void makesNothingBeforeTheAddressIsConfirmed() {
        customer.signUp().then().statusCode(202);

        assertThat(count("users WHERE email_key = '%s'")).isZero();
        assertThat(count("organizations WHERE email = '%s'")).isZero();
        assertThat(count("outbox WHERE manifest::text LIKE '%%%s%%'")).isZero();
    }

    @Test
    void aConfirmedAddressHasAnAccountATrialAndAnInstanceOnItsWay() {
        customer.signUp().then().statusCode(202);
        String token = postbox.token(customer.email(), CONFIRM, 1);
        double accounts = signups.count();

        Response confirmed = customer.confirm(token);

        assertThat(signups.count()).isEqualTo(accounts + 1);

        confirmed
                .then()
                .statusCode(200)
                .body("organization_name", equalTo(customer.organization()))
                .body("subscription.state", equalTo("trialing"))
                .body("subscription.plan", equalTo("starter"))
                .body("subscription.trial_days_remaining", equalTo(14))
                .body("license.limits.maxUsers", equalTo(5))
                .body("operation.status", equalTo("provisioning"))
                .body("instance_url", startsWith("https://" + confirmed.path("spoke_id") + "."));
        postbox.await(customer.email(), "Welcome to Wheelwright", 1);
        Customer.json()
                .get(confirmed.<String>path("operation.status_url"))
                .then()
                .statusCode(200)
                .body("org_id", equalTo(confirmed.path("org_id")));
        assertThat(read("SELECT string_agg(kind, ' ' ORDER BY id) FROM outbox WHERE chain = (SELECT chain FROM outbox"
                        + " WHERE kind = 'Spoke' AND name = '" + confirmed.path("spoke_id") + "')"))
                .isEqualTo("Organization Organization Spoke");
        assertThat(read("SELECT count(*) FROM subscriptions WHERE state = 'trialing' AND org_id = '"
                        + confirmed.path("org_id") + "'"))
                .isEqualTo("1");
    }

    @Test
    void aLinkThatIsFollowedTwiceOpensOneAccount() {
        customer.signUp();
        String token = postbox.token(customer.email(), CONFIRM, 1);

        Response first = customer.confirm(token);
        Response second = customer.withPassword("intruder waits in ambush").confirm(token);

        assertThat(second.<String>path("org_id")).isEqualTo(first.path("org_id"));
        assertThat(first.<String>path("message")).isNull();
        assertThat(second.<String>path("message")).contains("confirmed before", "log in");
        assertThat(count("organizations WHERE email = '%s'")).isEqualTo(1);
        customer.logIn().then().statusCode(200);
        customer.withPassword("intruder waits in ambush").logIn().then().statusCode(401);
    }

    @Test
    void theAnswerIsTheSameForAKnownAddressAndItsOwnerIsTold() {
        String fresh = customer.signUp().asString();
        customer.confirm(postbox.token(customer.email(), CONFIRM, 1));

        Response again =
                customer.withEmail(customer.email().toUpperCase(Locale.ROOT)).signUp();

        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.asString()).isEqualTo(fresh);
        postbox.await(customer.email(), KNOWN, 1);
        customer.signUp();
        assertThat(count("mails WHERE kind = 'address-known' AND recipient = '%s'"))
                .isEqualTo(1);
        assertThat(count("organizations WHERE email = '%s'")).isEqualTo(1);
    }

    @Test
    void aStrangersSignupOpensNothingForTheStranger() {
        Customer stranger = customer.withPassword("intruder waits in ambush");
        stranger.signUp().then().statusCode(202);
        String token = postbox.token(customer.email(), CONFIRM, 1);

        customer.confirm(token).then().statusCode(200);

        customer.logIn().then().statusCode(200);
        stranger.logIn().then().statusCode(401);
    }

    @Test
    void aLinkThatIsFollowedTooLateOpensNothingAndAnotherIsSent() {
        customer.signUp();
        String late = postbox.token(customer.email(), CONFIRM, 1);
        write("UPDATE one_time_tokens SET expires_at = now() WHERE sha256 = '" + Digest.sha256(late) + "'");

        double accounts = signups.count();

        customer.confirm(late).then().statusCode(404);

        assertThat(signups.count()).isEqualTo(accounts);

        assertThat(count("users WHERE email_key = '%s'")).isZero();
        Customer.post("/verify-email/resend", Map.of("email", customer.email()));
        customer.confirm(postbox.token(customer.email(), CONFIRM, 2)).then().statusCode(200);
    }

    @Test
    void theTokenAloneOpensNothing() {
        customer.signUp();
        String token = postbox.token(customer.email(), CONFIRM, 1);

        Customer.post("/verify-email", Map.of("token", token))
                .then()
                .statusCode(400)
                .body("detail", startsWith("password is required"));
        customer.withPassword(customer.email()).confirm(token).then().statusCode(400);

        assertThat(count("users WHERE email_key = '%s'")).isZero();
        customer.confirm(token).then().statusCode(200);
    }

    @Test
    void nothingOfAPasswordIsKeptBeforeTheAddressIsConfirmed() {
        customer.signUp();

        assertThat(read("SELECT count(*) FROM signups s WHERE s::text LIKE '%argon2%'"))
                .isEqualTo("0");
    }

    @Test
    void aPasswordIsNotAskedForBeforeTheAddressIsConfirmed() {
        Map<String, String> wish = customer.wish();
        wish.remove("password");

        Customer.post("/signup", wish).then().statusCode(202);

        customer.confirm(postbox.token(customer.email(), CONFIRM, 1)).then().statusCode(200);
        customer.logIn().then().statusCode(200);
    }

    @Test
    void whoeverSignedUpBeforeTheOwnersMailComesAndNamesWhatItIsFor() {
        for (int i = 0; i < 3; i++) {
            Map<String, String> wish = customer.wish();
            wish.put("organization_name", "Ambush " + i);
            Customer.post("/signup", wish).then().statusCode(202);
        }

        customer.signUp().then().statusCode(202);

        assertThat(postbox.await(customer.email(), CONFIRM, 4).get(3).getText()).contains(customer.organization());
        customer.confirm(postbox.token(customer.email(), CONFIRM, 4))
                .then()
                .statusCode(200)
                .body("organization_name", equalTo(customer.organization()));
    }

    @Test
    void theLinkOfAnotherSignupIsNoUseOnceThereIsAnAccount() {
        customer.signUp();
        String first = postbox.token(customer.email(), CONFIRM, 1);
        customer.signUp();
        String second = postbox.token(customer.email(), CONFIRM, 2);
        customer.confirm(first).then().statusCode(200);

        customer.confirm(second).then().statusCode(409);

        assertThat(count("organizations WHERE email = '%s'")).isEqualTo(1);
    }

    @Test
    void ofTwoLinksThatAreFollowedAtOnceOneOpensAnAccount() throws Exception {
        customer.signUp();
        String first = postbox.token(customer.email(), CONFIRM, 1);
        customer.signUp();
        Queue<String> links = new ConcurrentLinkedQueue<>(List.of(first, postbox.token(customer.email(), CONFIRM, 2)));

        List<Integer> answers =
                Together.call(2, () -> customer.confirm(links.remove()).statusCode());

        assertThat(answers).containsExactlyInAnyOrder(200, 409);
        assertThat(count("organizations WHERE email = '%s'")).isEqualTo(1);
        assertThat(count("users WHERE email_key = '%s'")).isEqualTo(1);
        customer.logIn().then().statusCode(200);
    }

    @Test
    void oneAddressGetsTenMailsInAnHourHoweverManyAsk() {
        for (int i = 0; i < 12; i++) {
            customer.signUp().then().statusCode(202);
        }

        assertThat(count("mails WHERE recipient = '%s'")).isEqualTo(10);
    }

    @Test
    void aKnownAddressIsWrittenAboutAsMuchAsANewOne() {
        customer.signUp();
        customer.confirm(postbox.token(customer.email(), CONFIRM, 1));

        customer.signUp();
        customer.signUp();

        assertThat(count("signups WHERE email_key = '%s' AND completed_at IS NULL"))
                .isEqualTo(2);
    }

    @Test
    void whoHasNoOrganizationAnyMoreComesBackByTheMailbox() {
        customer.signUp();
        String former =
                customer.confirm(postbox.token(customer.email(), CONFIRM, 1)).path("org_id");
        String session = customer.logIn().path("access_token");
        write("UPDATE organizations SET gone_at = now() WHERE org_id = '" + former + "'");
        Customer again = customer.withPassword("harbor violin copper dune");

        again.signUp().then().statusCode(202);
        Response back = again.confirm(postbox.token(customer.email(), CONFIRM, 2));

        back.then().statusCode(200);
        Customer.me(session).then().statusCode(401);
        Customer.me(again.logIn().path("access_token"))
                .then()
                .statusCode(200)
                .body("organizations.size()", equalTo(1))
                .body("organizations[0].org_id", equalTo(back.path("org_id")));
        assertThat(count("users WHERE email_key = '%s'")).isEqualTo(1);
        write("UPDATE organizations SET gone_at = NULL WHERE org_id = '" + former + "'");
    }

    @Test
    void whatIsNotSoldAnyMoreIsNamedWhenTheLinkIsFollowed() {
        customer.signUp();
        String token = postbox.token(customer.email(), CONFIRM, 1);
        Customer.sell(space, customer.product(), false).then().statusCode(201);

        customer.confirm(token).then().statusCode(409).body("detail", containsString("not sold any more"));
    }

    @Test
    void showsTheSubscriptionAsItIsAndOnlyForADay() {
        customer.signUp();
        Response opened = customer.confirm(postbox.token(customer.email(), CONFIRM, 1));
        String path = opened.path("operation.status_url");
        write("UPDATE subscriptions SET trial_ends_at = trial_ends_at + interval '30 days' WHERE org_id = '"
                + opened.path("org_id") + "'");
        Customer.json().get(path).then().body("subscription.trial_days_remaining", equalTo(44));

        write("UPDATE signups SET completed_at = completed_at - interval '25 hours' WHERE email_key = '"
                + customer.email() + "'");

        Customer.json().get(path).then().statusCode(404);
    }

    @Test
    void showsTheInstanceUntilItIsReadyOrHasFailed() {
        customer.signUp();
        Response opened = customer.confirm(postbox.token(customer.email(), CONFIRM, 1));
        assertThat(opened.<String>path("operation.status_url")).endsWith("/" + opened.path("operation.id"));
        TestSpoke spoke = spokes.make(opened.<String>path("org_id"));
        write("UPDATE signups SET spoke_id = '%s' WHERE org_id = '%s'".formatted(spoke.id(), opened.path("org_id")));
        assertThat(followed(opened)).isEqualTo("provisioning");

        Operations.Subject subject = new Operations.Subject(spoke.uid(), spoke.id(), opened.path("org_id"));
        OperationHandle deployment = operations.open(subject, OperationType.deploy, Deployments.key(spoke.uid()));
        operations.stalled(deployment.id(), "There is no such image.");
        assertThat(followed(opened)).isEqualTo("failed");

        operations.reopen(deployment.id());
        assertThat(followed(opened)).isEqualTo("provisioning");
        operations.completed(deployment.id());
        write("UPDATE spokes SET status = 'active' WHERE uid = '" + spoke.uid() + "'");
        assertThat(followed(opened)).isEqualTo("active");
    }

    private static String followed(Response opened) {
        return Customer.json()
                .get(opened.<String>path("operation.status_url"))
                .then()
                .statusCode(200)
                .body("operation.id", equalTo(opened.path("operation.id")))
                .extract()
                .path("operation.status");
    }

    @Test
    void theMailIsSentAgainToWhomItConcernsAndTheAnswerSaysNothing() {
        customer.signUp();
        postbox.await(customer.email(), CONFIRM, 1);

        String known = Customer.post("/verify-email/resend", Map.of("email", customer.email()))
                .asString();
        String unknown = Customer.post("/verify-email/resend", Map.of("email", "nobody@acme.example"))
                .asString();

        assertThat(known).isEqualTo(unknown);
        customer.confirm(postbox.token(customer.email(), CONFIRM, 2)).then().statusCode(200);
    }

    @Test
    void neitherPasswordNorTokenIsKept() throws SQLException {
        customer.signUp();
        String token = postbox.token(customer.email(), CONFIRM, 1);
        customer.confirm(token).then().statusCode(200);
        customer.logIn().then().statusCode(200);

        for (String table : tables()) {
            assertThat(read("SELECT count(*) FROM %s t WHERE t::text LIKE '%%%s%%' OR t::text LIKE '%%%s%%'"
                            .formatted(table, customer.password(), token)))
                    .as(table)
                    .isEqualTo("0");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "email, , email is required",
        "email, ada, email must be the address",
        "email, Ada <ada@acme.example>, email must be the address",
        "organization_name, Win at www.evil.example, organization_name must not contain",
        "organization_name, https://evil.example, organization_name must not contain",
        "password, short, password must have 12 to 200",
        "password, password1234, password is common",
        "organization_name, , organization_name is required",
        "organization_name, '  ab  ', organization_name must have at least 3",
        "organization_name, 0123456789012345678901234567890123456789012345678901234567890123456789, organization_name must have at most 64",
        "full_name, ' ', full_name must not be empty",
        "product_id, Not a name, product_id must consist",
        "product_id, nothing-of-that-name, product_id must be a product",
        "plan, no-plan, 'plan must be one of starter, growth'",
        "region, EU, region must consist",
        "invented, x, invented is unknown"
    })
    void whatIsWrongIsNamed(String field, String value, String says) {
        Map<String, String> wish = customer.wish();
        wish.put(field, value);

        Customer.post("/signup", wish).then().statusCode(400).body("detail", startsWith(says));
    }

    @ParameterizedTest
    @CsvSource({"/verify-email, token", "/verify-email/resend, email", "/login, email", "/refresh, refresh_token"})
    void nothingIsServedWithoutWhatItNeeds(String path, String field) {
        Customer.post(path, Map.of()).then().statusCode(400).body("detail", startsWith(field + " is required"));
    }

    @ParameterizedTest
    @CsvSource({"x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "' or 1=1 --'"})
    void aTokenThatNobodyWasSentOpensNothing(String token) {
        customer.confirm(token).then().statusCode(404);
    }

    private List<String> tables() throws SQLException {
        return List.of(read("SELECT string_agg(tablename, ',') FROM pg_tables WHERE schemaname = 'public'")
                .split(","));
    }

    private long count(String rows) {
        return Long.parseLong(read("SELECT count(*) FROM " + rows.formatted(customer.email())));
    }

    private void write(String update) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(update)).isEqualTo(1);
        } catch (SQLException e) {
            throw new AssertionError(update, e);
        }
    }

    private String read(String query) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }
}
