package io.wheelwright.contract;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.access.SessionCookies;
import io.wheelwright.contract.OpenApiDocument.Operation;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.LoggedText;
import io.wheelwright.support.Rows;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a caller sends as a secret, right or wrong, on any route: no answer, no log, no row, and nothing in the cluster tells
 * it again.
 */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class PlantedSecretsResourceTest {

    private static final String ROOT = "/hub/api/v1";
    private static final OpenApiDocument DOCUMENT = OpenApiDocument.committed();
    private static final Set<String> SECRETS = Set.of(
            "password",
            "current_password",
            "token",
            "refresh_token",
            "invitation_code",
            "challenge_response",
            "link_token");

    @Inject
    TestSpokes spokes;

    @Inject
    AgroalDataSource database;

    HubSpace space;

    private final String planted = "planted-" + UUID.randomUUID();
    private final Map<String, String> known = new HashMap<>();
    private LoggedText log;
    private String agent;

    @BeforeEach
    void oneOfEach() {
        TestSpokes.TestSpoke spoke = spokes.make();
        agent = spoke.key();
        known.put("spoke_id", spoke.id());
        known.put("product_id", "planted-" + spoke.id());
        known.put("org_id", organization());
        known.put("email", "ada@planted.example");
        SECRETS.forEach(secret -> known.put(secret, planted));
        log = LoggedText.begin();
    }

    @AfterEach
    void letOperationsBegin() {
        log.close();
        as(space.adminToken()).post(ROOT + "/operations/resume").then().statusCode(200);
    }

    @Test
    void nothingTellsThemAgain() throws SQLException {
        List<String> told = new ArrayList<>();
        int secrets = 0;
        for (Operation operation : DOCUMENT.operations()) {
            String path = path(operation);
            send(told, operation, path, as(planted).header("Stripe-Signature", "t=1,v1=" + planted));
            send(told, operation, path, as(caller(operation)).queryParam("token", planted));
            send(
                    told,
                    operation,
                    path,
                    given().cookie(SessionCookies.ACCESS, planted).cookie(SessionCookies.REFRESH, planted));
            for (String body : bodies(operation)) {
                secrets++;
                send(
                        told,
                        operation,
                        path,
                        as(caller(operation)).contentType("application/json").body(body));
            }
        }
        assertThat(secrets)
                .as("bodies with a secret")
                .isGreaterThan(DOCUMENT.operations().size());
        assertThat(told).as("answers that tell a secret").isEmpty();
        assertThat(log.text()).isNotEmpty().doesNotContain(planted);
        assertThat(Rows.holding(database, known.get("org_id")))
                .as("the rows are looked at")
                .contains("organizations");
        assertThat(Rows.holding(database, planted)).isEmpty();
        assertNothingInTheCluster();
    }

    /** Resources with their status, and Events; what is asked for last gets there when all before it has had its turn. */
    private void assertNothingInTheCluster() {
        String last = organization();
        await().atMost(SOON).untilAsserted(() -> assertThat(listed("/apis/wheelwright.io/v1alpha1", "organizations"))
                .contains("\"" + last + "\""));
        assertThat(Stream.of("organizations", "spokes", "products")
                        .map(kind -> listed("/apis/wheelwright.io/v1alpha1", kind)))
                .noneMatch(objects -> objects.contains(planted));
        assertThat(listed("/api/v1", "events")).contains("EventList").doesNotContain(planted);
    }

    private String listed(String api, String kind) {
        return LabPlane.shared().client().raw("%s/namespaces/%s/%s".formatted(api, space.fleetNamespace(), kind));
    }

    private String organization() {
        return as(space.adminToken())
                .contentType("application/json")
                .body(Map.of("name", "Planted", "email", "ada@planted.example"))
                .post(ROOT + "/organizations")
                .path("org_id");
    }

    private void send(List<String> told, Operation operation, String path, RequestSpecification request) {
        Response answer = request.accept("application/json, */*;q=0.1").request(operation.method(), path);
        if ((answer.headers() + answer.asString()).contains(planted)) {
            told.add(operation + " " + answer.statusCode() + " " + answer.asString());
        }
    }

    /** As documented; of another type; beside what is known; cut off. */
    private List<String> bodies(Operation operation) {
        JsonNode schema = operation.content().at("/requestBody/content/application~1json/schema");
        if (schema.isMissingNode() || !(skeleton().of(schema) instanceof ObjectNode right)) {
            return List.of();
        }
        ObjectNode wrong = right.deepCopy();
        SECRETS.stream()
                .filter(right::has)
                .forEach(secret ->
                        wrong.putArray(secret).add(planted).addObject().put(secret, planted));
        ObjectNode unknown = right.deepCopy();
        Stream.of("password", "api_key", "client_secret")
                .filter(secret -> !right.has(secret))
                .forEach(secret -> unknown.put(secret, planted));
        String cut = "{\"password\":\"" + planted + "\",";
        return List.of(right.toString(), wrong.toString(), unknown.toString(), cut);
    }

    private String path(Operation operation) {
        String path = operation.path();
        for (JsonNode reference : operation.content().path("parameters")) {
            JsonNode parameter = DOCUMENT.resolve(reference);
            String name = parameter.path("name").asText();
            String value = known.getOrDefault(name, name.endsWith("_id") ? new UUID(0, 1).toString() : "none");
            path = path.replace("{" + name + "}", value);
        }
        return path;
    }

    private Skeleton skeleton() {
        return new Skeleton(DOCUMENT, known, new Random(1));
    }

    private String caller(Operation operation) {
        JsonNode security = operation.content().path("security");
        return security.findValue("spoke") != null ? agent : space.adminToken();
    }

    private static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }
}
