package io.wheelwright.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.Digest;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Together;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class SessionResourceTest {

    private static final String ACCESS = "__Host-wheelwright_access";
    private static final String REFRESH = "__Host-wheelwright_refresh";

    @Inject
    Postbox postbox;

    @Inject
    TestAccounts accounts;

    @Inject
    Logins logins;

    @Inject
    Sessions sessions;

    HubSpace space;

    private Customer customer;

    @BeforeEach
    void somebodyWithAnAccount() {
        customer = accounts.customer();
    }

    @Test
    void isWhoLogsIn() {
        customer = Customer.of(space);
        customer.signUp();
        customer.confirm(postbox.token(customer.email(), "Confirm your address", 1))
                .then()
                .statusCode(200);

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
        String old = Argon2Factory.create(Argon2Types.ARGON2id)
                .hash(1, 4096, 1, customer.password().toCharArray());
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
        usedBefore(session.path("refresh_token"), Sessions.MOMENT);

        refresh(session.path("refresh_token")).then().statusCode(401);

        refresh(next.path("refresh_token")).then().statusCode(401);
        Customer.me(next.path("access_token")).then().statusCode(401);
        Customer.me(session.path("access_token")).then().statusCode(401);
        given().header("Authorization", "Bearer " + space.adminToken())
                .queryParam("action", "reuse-refresh-token")
                .get(Customer.ROOT + "/audit")
                .then()
                .body("items.actor", hasItem("user:" + userId()));
    }

    @Test
    void twoTabsThatGoOnAtOnceBothStayLoggedIn() throws Exception {
        String token = customer.logIn().path("refresh_token");

        List<Response> answers = Together.call(2, () -> refresh(token));

        assertThat(answers).allSatisfy(answer -> {
            answer.then().statusCode(200);
            Customer.me(answer.path("access_token")).then().statusCode(200);
            refresh(answer.path("refresh_token")).then().statusCode(200);
        });
    }

    @Test
    void whoLogsOutIsOutAtOnceAndOnlyThere() throws Exception {
        Response here = customer.logIn();
        Response elsewhere = customer.logIn();

        HttpRequest logout = HttpRequest.newBuilder(space.url().resolve(Customer.ROOT + "/logout"))
                .header("Authorization", "Bearer " + here.path("access_token"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(logout, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);

        given().header("Authorization", "Bearer " + space.adminToken())
                .queryParam("actor", "user:" + userId())
                .queryParam("kind", "Session")
                .get(Customer.ROOT + "/audit")
                .then()
                .body("items.action", containsInAnyOrder("login", "login", "logout"));
        Customer.me(here.path("access_token")).then().statusCode(401);
        refresh(here.path("refresh_token")).then().statusCode(401);
        Customer.me(elsewhere.path("access_token")).then().statusCode(200);
    }

    @Test
    void whoseAccessTokenIsOverLogsOutByTheRefreshToken() {
        Response session = customer.logIn();

        Customer.post("/logout", Map.of("refresh_token", session.path("refresh_token")))
                .then()
                .statusCode(200);

        Customer.me(session.path("access_token")).then().statusCode(401);
    }

    @Test
    void aBrowserWhoseAccessTokenIsOverLogsOut() {
        Response session = cookies();

        Response out = ownPage().cookie(plain(REFRESH, session)).post(Customer.ROOT + "/logout");

        out.then().statusCode(200);
        assertThat(out.getDetailedCookie(ACCESS).getMaxAge()).isZero();
        assertThat(out.getDetailedCookie(REFRESH).getMaxAge()).isZero();
        given().cookie(plain(ACCESS, session)).get(Customer.ROOT + "/me").then().statusCode(401);
    }

    @Test
    void whoIsNotLoggedInIsLoggedOut() {
        Customer.json().post(Customer.ROOT + "/logout").then().statusCode(200);
        Customer.post("/logout", Map.of("refresh_token", "nothing")).then().statusCode(200);
    }

    @Test
    void aBrowserHasCookiesThatNoScriptCanReadAndNoOtherHostCanSet() {
        Response session = cookies();

        session.then().statusCode(200).body("access_token", nullValue()).body("refresh_token", nullValue());
        assertThat(List.of(ACCESS, REFRESH)).allSatisfy(name -> assertThat(session.getDetailedCookie(name))
                .satisfies(cookie -> assertThat(cookie.getName()).startsWith("__Host-"))
                .satisfies(cookie -> assertThat(cookie.getPath()).isEqualTo("/"))
                .satisfies(cookie -> assertThat(cookie.getDomain()).isNull())
                .satisfies(cookie -> assertThat(cookie.isHttpOnly()).isTrue())
                .satisfies(cookie -> assertThat(cookie.isSecured()).isTrue())
                .satisfies(cookie -> assertThat(cookie.getSameSite()).isEqualToIgnoringCase("strict")));
        given().cookie(plain(ACCESS, session)).get(Customer.ROOT + "/me").then().statusCode(200);
        Response next = ownPage().cookie(plain(REFRESH, session)).post(Customer.ROOT + "/refresh");
        next.then().statusCode(200).body("token_type", equalTo("Cookie"));
        ownPage()
                .cookie(plain(ACCESS, next))
                .post(Customer.ROOT + "/logout")
                .then()
                .statusCode(200);
        given().cookie(plain(ACCESS, next)).get(Customer.ROOT + "/me").then().statusCode(401);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Site, cross-site",
        "Origin, https://acme.hub.example",
        "Accept, application/json"
    })
    void theCookiesAreOfNoUseToThePagesOfOthers(String header, String value) {
        Response session = cookies();

        Customer.json()
                .header(header, value)
                .cookie(plain(REFRESH, session))
                .post(Customer.ROOT + "/refresh")
                .then()
                .statusCode(403);
        Customer.json()
                .header(header, value)
                .cookie(plain(ACCESS, session))
                .cookie(plain(REFRESH, session))
                .post(Customer.ROOT + "/logout")
                .then()
                .statusCode(200);
        Customer.json()
                .header(header, value)
                .body(Map.of("email", customer.email(), "password", customer.password(), "session", "cookie"))
                .post(Customer.ROOT + "/login")
                .then()
                .statusCode(403);

        given().cookie(plain(ACCESS, session)).get(Customer.ROOT + "/me").then().statusCode(200);
    }

    @Test
    void aCookieThatIsNotGoodHindersNobodyFromLoggingIn() {
        Customer.json()
                .cookie(ACCESS, "eyJhbGciOiJFUzI1NiJ9.e30.nothing")
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
        postbox.await(customer.email(), "Your password was changed", 1);
    }

    @Test
    void aLinkThatIsFollowedTooLateChangesNoPassword() {
        Customer.post("/password-reset", Map.of("email", customer.email()));
        String late = postbox.token(customer.email(), "Choose a new password", 1);
        QuarkusTransaction.requiringNew()
                .run(() -> OneTimeTokenEntity.update(
                        "expiresAt = current_timestamp where sha256 = ?1", Digest.sha256(late)));

        Customer.post("/password-reset/confirm", Map.of("token", late, "password", "harbor violin copper dune"))
                .then()
                .statusCode(404);

        customer.logIn().then().statusCode(200);
    }

    @Test
    void whoIsLoggedInChangesThePasswordAndIsLoggedOutEverywhereElse() {
        Response here = customer.logIn();
        Response elsewhere = customer.logIn();

        changePassword(here, customer.password(), customer.email()).then().statusCode(400);
        changePassword(here, customer.password(), "harbor violin copper dune")
                .then()
                .statusCode(200);

        Customer.me(here.path("access_token")).then().statusCode(200);
        refresh(here.path("refresh_token")).then().statusCode(200);
        Customer.me(elsewhere.path("access_token")).then().statusCode(401);
        refresh(elsewhere.path("refresh_token")).then().statusCode(401);
        customer.logIn().then().statusCode(401);
        customer.withPassword("harbor violin copper dune").logIn().then().statusCode(200);
        postbox.await(customer.email(), "Your password was changed", 1);
    }

    @Test
    void aSessionAloneChangesNoPasswordAndGuessesAtItNoFasterThanALogin() {
        Response session = customer.logIn();
        for (int i = 0; i < 3; i++) {
            changePassword(session, "a guess", "harbor violin copper dune")
                    .then()
                    .statusCode(400)
                    .body("errors[0].field", equalTo("current_password"));
        }

        changePassword(session, customer.password(), "harbor violin copper dune")
                .then()
                .statusCode(429);
        customer.logIn().then().statusCode(429);
    }

    @Test
    void aLoginThatWasUnderWayDoesNotSurviveTheNewPassword() {
        Logins.Known known = logins.user(new Credentials(customer.email(), customer.password(), null))
                .orElseThrow();

        changePassword(customer.logIn(), customer.password(), "harbor violin copper dune")
                .then()
                .statusCode(200);

        assertThat(sessions.begin(known)).isEmpty();
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

    @Test
    void whoHasNoAccountIsWrittenAboutAsMuchAndIsNotNamed() {
        long before = resets();

        Customer.post("/password-reset", Map.of("email", "x" + customer.email()));

        assertThat(resets()).isEqualTo(before + 1);
        assertThat(QuarkusTransaction.requiringNew().call(() -> UserEntity.getEntityManager()
                        .createNativeQuery("SELECT count(*) FROM mails WHERE recipient = :to OR anchor LIKE :to")
                        .setParameter("to", "x" + customer.email())
                        .getSingleResult()))
                .isEqualTo(0L);
    }

    private static long resets() {
        return QuarkusTransaction.requiringNew().call(() -> (Long) UserEntity.getEntityManager()
                .createNativeQuery("SELECT count(*) FROM mails WHERE kind = 'password-reset'")
                .getSingleResult());
    }

    private static void usedBefore(String refreshToken, Duration before) {
        QuarkusTransaction.requiringNew()
                .run(() -> RefreshTokenEntity.<RefreshTokenEntity>findById(Digest.sha256(refreshToken)).usedAt =
                        Instant.now().minus(before));
    }

    private Response cookies() {
        return ownPage()
                .body(Map.of("email", customer.email(), "password", customer.password(), "session", "cookie"))
                .post(Customer.ROOT + "/login");
    }

    private static RequestSpecification ownPage() {
        return Customer.json().header("Sec-Fetch-Site", "same-origin");
    }

    private String userId() {
        return QuarkusTransaction.requiringNew().call(() -> UserEntity.<UserEntity>find("emailKey", customer.email())
                .firstResult()
                .id
                .toString());
    }

    private String hash() {
        return QuarkusTransaction.requiringNew().call(() -> UserEntity.<UserEntity>find("emailKey", customer.email())
                .firstResult()
                .passwordHash);
    }

    private static Response changePassword(Response session, String current, String password) {
        return Customer.json()
                .header("Authorization", "Bearer " + session.path("access_token"))
                .body(Map.of("current_password", current, "password", password))
                .post(Customer.ROOT + "/me/password");
    }

    private static Response refresh(String token) {
        return Customer.post("/refresh", Map.of("refresh_token", token));
    }

    /** RestAssured sends no secure cookies without TLS. */
    private static Cookie plain(String name, Response session) {
        return new Cookie.Builder(name, session.getCookie(name)).build();
    }
}
