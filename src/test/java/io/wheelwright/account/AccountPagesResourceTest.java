package io.wheelwright.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages that the links of mails lead to. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class AccountPagesResourceTest {

    private static final Pattern LINK = Pattern.compile("https://hub\\.example(/[-a-z]+)#token=([-_A-Za-z0-9]{43})\\s");

    @Inject
    Postbox postbox;

    HubSpace space;

    @ParameterizedTest
    @CsvSource({
        "/verify-email, text/html",
        "/reset-password, text/html",
        "/accept-invitation, text/html",
        "/account.css, text/css",
        "/account.js, text/javascript"
    })
    void runNothingButTheHubsOwnFiles(String page, String type) {
        Response answer = given().get(page);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith(type);
        assertThat(answer.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self';")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/verify-email", "/reset-password", "/accept-invitation"})
    void canBeReadByEverybody(String page) {
        String html = given().get(page).asString();

        assertThat(html)
                .startsWith("<!doctype html>")
                .contains("<html lang=\"en\">", "<h1>", "<label for=\"password\">", "role=\"status\"", "Wheelwright")
                .doesNotContain("{", "NOT_FOUND", "<style", "onclick", "onsubmit")
                .doesNotContainPattern("<script(?! src=\"account.js\" defer></script>)");
    }

    @ParameterizedTest
    @CsvSource({
        "/verify-email, /hub/api/v1/verify-email",
        "/reset-password, /hub/api/v1/password-reset/confirm",
        "/accept-invitation, /hub/api/v1/invitations/accept"
    })
    void sendWhereTheyAreTakenFrom(String page, String route) {
        String html = given().get(page).asString();

        assertThat(html).contains("data-route=\"" + route.substring(1) + "\"");
        assertThat(HostedRoutes.isHosted(route.replaceFirst("^/hub", ""))).isTrue();
    }

    @Test
    void areWhereTheLinksOfTheMailsLead() {
        Customer customer = Customer.of(space);
        customer.signUp();
        String token = follow(customer, "Confirm your address");
        customer.confirm(token).then().statusCode(200);

        Customer.post("/password-reset", Map.of("email", customer.email()));
        follow(customer, "Choose a new password");
    }

    /** Opens the page, and says the token that it is given and no server sees. */
    private String follow(Customer customer, String subject) {
        String text = postbox.await(customer.email(), subject, 1).get(0).getText();
        var link = LINK.matcher(text);
        assertThat(link.find()).isTrue();
        given().get(link.group(1)).then().statusCode(200);
        return link.group(2);
    }
}
