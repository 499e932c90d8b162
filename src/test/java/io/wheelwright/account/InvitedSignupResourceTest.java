package io.wheelwright.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Together;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signup where not everybody may, and who may has to solve something. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
@TestProfile(InvitedSignupResourceTest.Invited.class)
class InvitedSignupResourceTest {

    private static final String ADMITTED = "You can sign up at Wheelwright";
    private static final String CONFIRM = "Confirm your address";
    private static final Pattern CODE =
            Pattern.compile("https://www\\.example/signup#invitation_code=([-_A-Za-z0-9]{43})\\s");

    /** A hub with a waiting list and a challenge. */
    public static class Invited implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "wheelwright.signup.posture", "waitlist",
                    "wheelwright.signup.page", "https://www.example/signup");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(ChallengeProvider.class));
        }
    }

    @Inject
    Postbox postbox;

    @Inject
    Signups signups;

    HubSpace space;

    private Customer customer;

    @BeforeEach
    void somebody() {
        customer = Customer.of(space);
    }

    @Test
    void whoIsAdmittedGetsAMailAndSignsUpOnce() {
        join(customer.email()).then().statusCode(202);
        String entry = entry(customer.email());

        admin().post("/waitlist/" + entry + "/admit").then().statusCode(200).body("admitted_by", equalTo("admin"));
        admin().post("/waitlist/" + entry + "/admit").then().statusCode(200);

        String code = code(customer.email());
        admin().get("/waitlist").then().body("items.entry_id", not(hasItem(entry)));
        admin().queryParam("admitted", true).get("/waitlist").then().body("items.entry_id", hasItem(entry));
        admin().queryParam("kind", "WaitlistEntry")
                .get("/audit")
                .then()
                .body("items.findAll { it.object == '" + entry + "' }.size()", equalTo(1));
        signUp(customer.withEmail("eve-" + customer.email()), code, "solved")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("invitation_code"));
        signUp(customer, code, "solved").then().statusCode(202);
        signUp(customer, code, "solved").then().statusCode(400);
        customer.confirm(postbox.token(customer.email(), CONFIRM, 1)).then().statusCode(200);
    }

    @Test
    void theListTellsNobodyWhoIsOnItOrHasAnAccount() {
        String first = join(customer.email()).then().statusCode(202).extract().asString();

        assertThat(join(customer.email()).then().statusCode(202).extract().asString())
                .isEqualTo(first);
        admin().post("/waitlist/" + entry(customer.email()) + "/admit").then().statusCode(200);
        signUp(customer, code(customer.email()), "solved").then().statusCode(202);
        customer.confirm(postbox.token(customer.email(), CONFIRM, 1)).then().statusCode(200);
        assertThat(join(customer.email()).then().statusCode(202).extract().asString())
                .isEqualTo(first);
    }

    @Test
    void whoIsForgottenIsNotAdmitted() {
        join(customer.email());
        String entry = entry(customer.email());

        admin().delete("/waitlist/" + entry).then().statusCode(200);

        admin().post("/waitlist/" + entry + "/admit").then().statusCode(404);
    }

    @Test
    void aCodeIsShownOnceAndLetsInAsManyAsItSays() throws Exception {
        Response made = issue(Map.of("uses", 2, "note", "trade fair"));
        made.then().statusCode(201).body("uses", equalTo(2));
        String code = made.path("code");

        List<Integer> answers =
                Together.call(6, () -> signUp(customer.withEmail(UUID.randomUUID() + "@acme.example"), code, "solved")
                        .statusCode());

        assertThat(answers.stream().filter(status -> status == 202)).hasSize(2);
        assertThat(answers.stream().filter(status -> status == 400)).hasSize(4);
        Response listed = admin().queryParam("limit", 500).get("/invitation-codes");
        listed.then().body("items.find { it.code_id == '" + made.path("code_id") + "' }.used", equalTo(2));
        assertThat(listed.asString()).doesNotContain(code);
        assertThat(admin().queryParam("kind", "InvitationCode").get("/audit").asString())
                .contains("\"" + made.path("code_id") + "\"")
                .doesNotContain(code);
    }

    @Test
    void aSignupThatNobodyConfirmsGivesTheCodeBack() {
        String code = issue(Map.of()).path("code");
        signUp(customer, code, "solved").then().statusCode(202);
        signUp(customer, code, "solved").then().statusCode(400);
        QuarkusTransaction.requiringNew()
                .run(() -> SignupEntity.update("expiresAt = createdAt where emailKey = ?1", customer.email()));

        signups.forget();

        signUp(customer, code, "solved").then().statusCode(202);
    }

    @Test
    void aRevokedCodeIsGoodForNothing() {
        Response made = issue(Map.of());

        admin().delete("/invitation-codes/" + made.path("code_id")).then().statusCode(200);

        signUp(customer, made.path("code"), "solved").then().statusCode(400);
        signUp(customer, null, "solved").then().statusCode(400).body("detail", containsString("POST /waitlist"));
        admin().delete("/invitation-codes/none").then().statusCode(404);
    }

    @Test
    void aCodeHasBounds() {
        issue(Map.of("uses", 0)).then().statusCode(400).body("errors[0].field", equalTo("uses"));
        issue(Map.of("expires_at", "2020-01-01T00:00:00Z"))
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("expires_at"));
        issue(Map.of()).then().statusCode(201).body("uses", equalTo(1)).body("note", nullValue());
    }

    @Test
    void theChallengeHasToBeSolved() {
        String code = issue(Map.of()).path("code");

        signUp(customer, code, null).then().statusCode(400).body("errors[0].field", equalTo("challenge_response"));
        signUp(customer, code, "guessed").then().statusCode(400);
        signUp(customer, code, "breaks").then().statusCode(503);
        Customer.post("/waitlist", Map.of("email", customer.email(), "challenge_response", "guessed"))
                .then()
                .statusCode(400);
        signUp(customer, code, "solved").then().statusCode(202);
        assertThat(given().get("/q/metrics").asString())
                .containsPattern("wheelwright_challenges_total\\{outcome=\"unavailable\"\\} [1-9]")
                .contains("wheelwright_waitlist_waiting");
    }

    @Test
    void aSignupIsRepeatedWithoutAnotherChallengeOrUse() {
        String code = issue(Map.of()).path("code");
        String key = UUID.randomUUID().toString();

        keyed(key, code, "solved").then().statusCode(202);
        keyed(key, code, "another answer").then().statusCode(202);
    }

    private Response keyed(String key, String code, String solution) {
        return Customer.json()
                .header("Idempotency-Key", key)
                .body(wish(customer, code, solution))
                .post(Customer.ROOT + "/signup");
    }

    private static Response signUp(Customer customer, String code, String solution) {
        return Customer.post("/signup", wish(customer, code, solution));
    }

    private static Map<String, String> wish(Customer customer, String code, String solution) {
        Map<String, String> wish = new HashMap<>(customer.wish());
        wish.put("invitation_code", code);
        wish.put("challenge_response", solution);
        return wish;
    }

    private static Response join(String email) {
        return Customer.post("/waitlist", Map.of("email", email, "challenge_response", "solved"));
    }

    private String entry(String email) {
        return admin().queryParam("limit", 500)
                .get("/waitlist")
                .path("items.find { it.email == '" + email + "' }.entry_id");
    }

    private String code(String email) {
        Matcher code = CODE.matcher(postbox.await(email, ADMITTED, 1).get(0).getText());
        assertThat(code.find()).isTrue();
        return code.group(1);
    }

    private Response issue(Map<String, Object> wanted) {
        return admin().body(wanted).post("/invitation-codes");
    }

    private RequestSpecification admin() {
        return Customer.json().basePath(Customer.ROOT).header("Authorization", "Bearer " + space.adminToken());
    }
}
