package io.wheelwright.account;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Together;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signup where whoever comes is believed. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
@TestProfile(OpenSignupResourceTest.Believing.class)
class OpenSignupResourceTest {

    private static final String SITE = "https://www.vendor.example";

    /** A hub that confirms no addresses, and is called from the pages of the vendor's own site. */
    public static class Believing implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "wheelwright.hosted.verify-email", "false",
                    "quarkus.http.cors.enabled", "true",
                    "quarkus.http.cors.origins", SITE);
        }
    }

    @Inject
    Passwords passwords;

    HubSpace space;

    private Customer customer;

    @BeforeEach
    void somebody() {
        customer = Customer.of(space);
    }

    @Test
    void opensTheAccountAtOnceAndItsResourcesFollow() {
        Response opened = customer.signUp();

        opened.then().statusCode(201).body("subscription.state", equalTo("trialing"));
        assertThat(opened.header("Location")).isEqualTo(opened.path("operation.status_url"));
        String orgId = opened.path("org_id");
        await().atMost(SOON)
                .until(() -> organization(orgId) != null
                        && organization(orgId).getSpec().billing() != null);
        assertThat(organization(orgId).getSpec().billing().state()).isEqualTo(BillingState.trialing);
        assertThat(organization(orgId).getSpec().billing().trialEndsAt().toString())
                .isEqualTo(opened.path("subscription.trial_ends_at"));
        await().atMost(SOON).until(() -> spoke(opened.path("spoke_id")) != null);
        Customer.me(customer.logIn().path("access_token"))
                .then()
                .statusCode(200)
                .body("email", equalTo(customer.email()))
                .body("email_verified", equalTo(false))
                .body("organizations[0].org_id", equalTo(orgId))
                .body("organizations[0].role", equalTo("owner"))
                .body("organizations[0].instances[0].spoke_id", equalTo(opened.path("spoke_id")));
    }

    @Test
    void aPageOfANamedOriginMayCallAndNoOther() {
        preflight(SITE)
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", SITE)
                .header("Access-Control-Allow-Methods", containsString("POST"));

        Response refused = preflight("https://elsewhere.example");

        refused.then().statusCode(403);
        assertThat(refused.getHeader("Access-Control-Allow-Origin")).isNull();
    }

    private static Response preflight(String origin) {
        return given().header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type")
                .options("/hub/api/v1/signup");
    }

    @Test
    void aPlanSaysHowLongItIsTried() {
        Map<String, String> wish = customer.wish();
        wish.put("plan", "growth");

        Customer.post("/signup", wish).then().statusCode(201).body("subscription.trial_days_remaining", equalTo(30));
    }

    @Test
    void anAddressHasOneAccount() {
        customer.signUp().then().statusCode(201);

        customer.signUp().then().statusCode(409).body("type", equalTo("https://wheelwright.io/problems/conflict"));
    }

    @Test
    void whileTooManyPasswordsAreLookedAtNobodyElseWaitsAndNothingIsLeft() throws Exception {
        customer.signUp().then().statusCode(201);
        Customer other = Customer.of(space);
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(Passwords.THREADS);
        List<Supplier<Boolean>> crowd = new ArrayList<>();
        Callable<Boolean> look = () -> {
            begun.countDown();
            return over.await(1, TimeUnit.MINUTES);
        };
        try {
            untilFull(() -> crowd.add(passwords.begin(look)));
            assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
            untilFull(() -> crowd.add(passwords.begin(look)));

            tooMany(other.signUp());
            tooMany(customer.logIn());
        } finally {
            over.countDown();
        }
        assertThat(crowd).allMatch(Supplier::get);
        other.signUp().then().statusCode(201);
        customer.logIn().then().statusCode(200);
    }

    private static void untilFull(Runnable begin) {
        assertThatThrownBy(() -> {
                    while (true) {
                        begin.run();
                    }
                })
                .isInstanceOf(HttpProblem.class);
    }

    private static void tooMany(Response answer) {
        answer.then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "5")
                .body("type", equalTo("https://wheelwright.io/problems/unavailable"));
    }

    @Test
    void ofManyAtOnceExactlyOneIsFirst() throws Exception {
        List<Integer> answers = Together.call(8, () -> customer.signUp().statusCode());

        assertThat(answers).containsOnlyOnce(201);
        assertThat(answers.stream().filter(status -> status == 409)).hasSize(7);
    }

    @Test
    void isDoneOnceUnderOneIdempotencyKey() throws Exception {
        String key = UUID.randomUUID().toString();

        List<String> answers = Together.call(4, () -> Customer.json()
                .header("Idempotency-Key", key)
                .body(customer.wish())
                .post(Customer.ROOT + "/signup")
                .then()
                .statusCode(201)
                .extract()
                .asString());

        assertThat(answers).containsOnly(answers.get(0));
    }

    @Test
    void aKeyMeansSomethingForOneAddressOnly() {
        String key = UUID.randomUUID().toString();
        Customer other = Customer.of(space);

        signUp(key, customer).then().statusCode(201);

        signUp(key, other).then().statusCode(201).body("organization_name", equalTo(other.organization()));
    }

    @Test
    void anotherPasswordIsAnotherRequest() {
        String key = UUID.randomUUID().toString();
        signUp(key, customer).then().statusCode(201);

        signUp(key, customer.withPassword("harbor violin copper dune")).then().statusCode(422);
    }

    @Test
    void whereEverybodyMaySignUpNobodyWaits() {
        Customer.post("/waitlist", Map.of("email", customer.email())).then().statusCode(404);
        Map<String, String> wish = customer.wish();
        wish.put("invitation_code", "whatever");

        Customer.post("/signup", wish).then().statusCode(201);
    }

    @Test
    void aPasswordIsNeeded() {
        Map<String, String> wish = customer.wish();
        wish.remove("password");

        Customer.post("/signup", wish).then().statusCode(400).body("detail", startsWith("password is required"));
    }

    @Test
    void whoHasNoOrganizationAnyMoreComesBackByThePassword() {
        String former = customer.signUp().path("org_id");
        end(former);

        customer.withPassword("intruder waits in ambush").signUp().then().statusCode(409);
        Response back = customer.signUp();

        back.then().statusCode(201);
        Customer.me(customer.logIn().path("access_token"))
                .then()
                .body("organizations.org_id", equalTo(List.of(back.<String>path("org_id"))));
    }

    private static void end(String orgId) {
        QuarkusTransaction.requiringNew().run(() -> UserEntity.getEntityManager()
                .createNativeQuery("UPDATE organizations SET gone_at = now() WHERE org_id = :org")
                .setParameter("org", orgId)
                .executeUpdate());
    }

    private static Response signUp(String key, Customer customer) {
        return Customer.json()
                .header("Idempotency-Key", key)
                .body(customer.wish())
                .post(Customer.ROOT + "/signup");
    }

    private Organization organization(String name) {
        return LabPlane.shared().resource(space, Organization.class, name).get();
    }

    private Spoke spoke(String name) {
        return LabPlane.shared().resource(space, Spoke.class, name).get();
    }
}
