package io.wheelwright.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Together;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class SessionResourceTest {

    @Inject
    Postbox postbox;

    HubSpace space;

    private Customer customer;

    @BeforeEach
    void somebodyWithAnAccount() {
        customer = Customer.of(space);
        customer.signUp();
        Customer.post("/verify-email", Map.of("token", postbox.token(customer.email(), "Confirm your address", 1)))
                .then()
                .statusCode(200);
    }

    @Test
    void isWhoLogsIn() {
        Response session = customer.logIn();

        session.then().statusCode(200).body("token_type", equalTo("Bearer")).body("expires_in", equalTo(600));
        Customer.me(session.path("access_token"))
                .then()
                .statusCode(200)
                .body("email", equalTo(customer.email()))
                .body("organizations.size()", equalTo(1));
    }

    @Test
    void theAddressMayBeWrittenInAnyCase() {
        customer.withEmail(customer.email().toUpperCase(Locale.ROOT))
                .logIn()
                .then()
                .statusCode(200);
    }

    @Test
    void aWrongPasswordAndAnUnknownAddressAreAnsweredAlike() {
        Response wrong = customer.withPassword("not the password").logIn();
        Response unknown = customer.withEmail("nobody@acme.example").logIn();
        Response nonsense = customer.withEmail("nobody").logIn();

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.asString()).isEqualTo(wrong.asString());
        assertThat(nonsense.asString()).isEqualTo(wrong.asString());
    }

    @Test
    void aHashOfFormerTimesIsReplacedWhenItIsUsed() {
        String old = Password.hash(customer.password())
                .addRandomSalt(16)
                .with(Argon2Function.getInstance(4096, 1, 1, 32, Argon2.ID))
                .getResult();
        QuarkusTransaction.requiringNew()
                .run(() -> UserEntity.update("passwordHash = ?1 where emailKey = ?2", old, customer.email()));

        customer.logIn().then().statusCode(200);

        assertThat(hash()).contains("m=19456,t=2,p=1");
        customer.logIn().then().statusCode(200);
    }

    @Test
    void aRefreshTokenIsGoodOnceAndItsSecondUseEndsTheSession() {
        Response session = customer.logIn();
        Response next = refresh(session.path("refresh_token"));
        next.then().statusCode(200);
        Customer.me(next.path("access_token")).then().statusCode(200);

        refresh(session.path("refresh_token")).then().statusCode(401);

        refresh(next.path("refresh_token")).then().statusCode(401);
        Customer.me(next.path("access_token")).then().statusCode(401);
        Customer.me(session.path("access_token")).then().statusCode(401);
    }

    @Test
    void oneOfManyThatUseARefreshTokenAtOnceGoesOn() throws Exception {
        String token = customer.logIn().path("refresh_token");

        List<Integer> answers = Together.call(5, () -> refresh(token).statusCode());

        assertThat(answers).containsOnlyOnce(200);
        assertThat(answers.stream().filter(status -> status == 401)).hasSize(4);
    }

    @Test
    void whoLogsOutIsOutAtOnceAndOnlyThere() {
        Response here = customer.logIn();
        Response elsewhere = customer.logIn();

        given().header("Authorization", "Bearer " + here.path("access_token"))
                .post(Customer.ROOT + "/logout")
                .then()
                .statusCode(200);

        Customer.me(here.path("access_token")).then().statusCode(401);
        refresh(here.path("refresh_token")).then().statusCode(401);
        Customer.me(elsewhere.path("access_token")).then().statusCode(200);
    }

    @Test
    void aBrowserHasCookiesThatNoScriptCanRead() {
        Response session = Customer.post(
                "/login", Map.of("email", customer.email(), "password", customer.password(), "session", "cookie"));

        session.then().statusCode(200).body("access_token", nullValue()).body("refresh_token", nullValue());
        assertThat(List.of("wheelwright_access", "wheelwright_refresh"))
                .allSatisfy(name -> assertThat(session.getDetailedCookie(name))
                        .satisfies(cookie -> assertThat(cookie.isHttpOnly()).isTrue())
                        .satisfies(cookie -> assertThat(cookie.isSecured()).isTrue())
                        .satisfies(cookie -> assertThat(cookie.getSameSite()).isEqualToIgnoringCase("strict")));
        given().cookie(plain("wheelwright_access", session))
                .get(Customer.ROOT + "/me")
                .then()
                .statusCode(200);
        Response next =
                Customer.json().cookie(plain("wheelwright_refresh", session)).post(Customer.ROOT + "/refresh");
        next.then().statusCode(200).body("token_type", equalTo("Cookie"));
        given().cookie(plain("wheelwright_access", next))
                .post(Customer.ROOT + "/logout")
                .then()
                .statusCode(200);
        given().cookie(plain("wheelwright_access", next))
                .get(Customer.ROOT + "/me")
                .then()
                .statusCode(401);
    }

    @Test
    void aCookieThatIsNotGoodHindersNobodyFromLoggingIn() {
        Customer.json()
                .cookie("wheelwright_access", "eyJhbGciOiJFUzI1NiJ9.e30.nothing")
                .body(Map.of("email", customer.email(), "password", customer.password()))
                .post(Customer.ROOT + "/login")
                .then()
                .statusCode(200);
    }

    @Test
    void aNewPasswordEndsEverySessionAndItsLinkIsGoodOnce() {
        Response session = customer.logIn();
        Customer.post("/password-reset", Map.of("email", customer.email()))
                .then()
                .statusCode(202);
        String token = postbox.token(customer.email(), "Choose a new password", 1);
        Map<String, String> wish = Map.of("token", token, "password", "harbor violin copper dune");

        Customer.post("/password-reset/confirm", Map.of("token", token, "password", customer.email()))
                .then()
                .statusCode(400);
        Customer.post("/password-reset/confirm", wish).then().statusCode(200);

        Customer.post("/password-reset/confirm", wish).then().statusCode(404);
        Customer.me(session.path("access_token")).then().statusCode(401);
        refresh(session.path("refresh_token")).then().statusCode(401);
        customer.logIn().then().statusCode(401);
        customer.withPassword("harbor violin copper dune").logIn().then().statusCode(200);
    }

    @Test
    void whoHasNoAccountIsAnsweredAlikeAndGetsNoLink() {
        String known = Customer.post("/password-reset", Map.of("email", customer.email()))
                .asString();
        String unknown = Customer.post("/password-reset", Map.of("email", "x" + customer.email()))
                .asString();

        assertThat(unknown).isEqualTo(known);
        postbox.await(customer.email(), "Choose a new password", 1);
        assertThat(postbox.sent("x" + customer.email(), "Choose a new password"))
                .isEmpty();
    }

    private String hash() {
        return QuarkusTransaction.requiringNew().call(() -> UserEntity.<UserEntity>find("emailKey", customer.email())
                .firstResult()
                .passwordHash);
    }

    private static Response refresh(String token) {
        return Customer.post("/refresh", Map.of("refresh_token", token));
    }

    /** RestAssured sends no secure cookies without TLS. */
    private static Cookie plain(String name, Response session) {
        return new Cookie.Builder(name, session.getCookie(name)).build();
    }
}
