package io.wheelwright.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.lab.stripe.TestCard;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.LoggedText;
import io.wheelwright.support.Rows;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How an organization gets to its portal, and that nobody else learns of the way. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class PortalResourceTest extends OnCheckout {

    @Inject
    AgroalDataSource database;

    @Test
    void isOpenedForWhoHasBoughtAndKeptNowhere() throws SQLException {
        String org = buyer();
        portal(org, url("/")).statusCode(409).body("detail", containsString("checkout"));
        portal(org, "https://evil.example/").statusCode(400).body("errors[0].field", equalTo("return_url"));
        try (LoggedText log = LoggedText.begin()) {
            String checkout = checkout(order(org)).statusCode(200).extract().path("checkout_url");
            pay(checkout, TestCard.VISA.number());
            awaitState(org, "active");
            String portal = portal(org, url("/")).statusCode(200).extract().path("portal_url");
            String subscription = stripe.object(checkout.replaceFirst(".*/", ""))
                    .path("subscription")
                    .asText();
            assertThat(get(portal).body()).contains(subscription, url("/"));

            String secret = portal.replaceFirst(".*/", "");
            assertThat(Rows.holding(database, secret)).isEmpty();
            assertThat(Rows.holding(database, checkout)).isEmpty();
            assertThat(Rows.holding(database, subscription))
                    .as("the rows are looked at")
                    .isNotEmpty();
            assertThat(log.text()).doesNotContain(secret).doesNotContain(checkout);
        }
        audit(org).body("items.find { it.action == 'open-portal' }.actor", equalTo("admin"));

        stripe.faults().always("POST", "/v1/billing_portal", Fault.UNAVAILABLE);
        portal(org, url("/")).statusCode(503);
    }

    private ValidatableResponse portal(String org, String returnUrl) {
        return admin().body(Map.of("org_id", org, "return_url", returnUrl))
                .post(API + "/billing/portal")
                .then();
    }
}
