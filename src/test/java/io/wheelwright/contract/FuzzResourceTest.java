package io.wheelwright.contract;

import static io.restassured.RestAssured.config;
import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.access.MemberRole;
import io.wheelwright.account.TestAccounts;
import io.wheelwright.contract.OpenApiDocument.Operation;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.token.TestTokens;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation of the OpenAPI document, called with what it describes and with what it does not: the answer is a
 * documented one, and the hub never fails. The requests follow from a seed, {@code -Dfuzz.seed}; {@code -Dfuzz.requests}
 * says how many there are for each operation.
 */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class FuzzResourceTest {

    private static final String ROOT = "/hub/api/v1";
    private static final long SEED = Long.getLong("fuzz.seed", 4);
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 30);
    /** Longer addresses are answered 414 before anybody looks at what they mean. */
    private static final int LONGEST_QUERY = 3_500;

    private static final int SHOWN = 400;
    private static final OpenApiDocument DOCUMENT = OpenApiDocument.committed();

    @Inject
    TestSpokes spokes;

    @Inject
    TestAccounts accounts;

    @Inject
    TestTokens tokens;

    HubSpace space;

    private final Map<String, String> known = new HashMap<>();

    /** What a caller comes with, by the name of the security scheme; everybody else comes as the administrator. */
    private final Map<String, String> keys = new HashMap<>();

    /** A request that may be wrong. */
    record Request(String method, String path, Map<String, String> headers, byte[] body) {

        @Override
        public String toString() {
            String sent = body == null ? "" : new String(body, StandardCharsets.UTF_8);
            return "%s %s %s %s".formatted(method, path, headers, sent.substring(0, Math.min(SHOWN, sent.length())));
        }
    }

    static List<Operation> operations() {
        return DOCUMENT.operations();
    }

    @BeforeEach
    void oneOfEach() {
        TestSpokes.TestSpoke spoke = spokes.make();
        keys.put("spoke", spoke.key());
        known.put("spoke_id", spoke.id());
        known.put("did", "did:web:" + spoke.id() + ".example.com");
        known.put("endpoint", "https://" + spoke.id() + ".example.com");
        known.put("operation_id", UUID.randomUUID().toString());
        known.put("deletion_id", "1");
        known.put("product_id", "fuzz-" + spoke.id());
        known.put("name", spoke.id());
        known.put("version", "1.0.0");
        given().header("Authorization", "Bearer " + spoke.key())
                .contentType("application/json")
                .body(Map.of(
                        "did",
                        known.get("did"),
                        "spoke_id",
                        spoke.id(),
                        "endpoint",
                        known.get("endpoint"),
                        "capabilities",
                        List.of()))
                .post(ROOT + "/directory")
                .then()
                .statusCode(201);
        known.put(
                "org_id",
                admin().contentType("application/json")
                        .body(Map.of("name", "Fuzz", "email", "ada@fuzz.example"))
                        .post(ROOT + "/organizations")
                        .path("org_id"));
        keys.put(
                "session",
                accounts.member(known.get("org_id"), MemberRole.owner).accessToken());
        keys.put("token", tokens.manage(known.get("org_id")));
    }

    @AfterEach
    void letOperationsBegin() {
        admin().post(ROOT + "/operations/resume").then().statusCode(200);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void answersWhateverComesAsDocumented(Operation operation) {
        Random random = new Random(SEED ^ operation.toString().hashCode());
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            Request request = request(operation, random);
            try {
                assertThat(send(request)).isLessThan(500);
            } catch (AssertionError undocumented) {
                wrong.add(request + "\n  " + undocumented.getMessage());
            }
        }
        assertThat(wrong).as("%s, again with -Dfuzz.seed=%d", operation, SEED).isEmpty();
    }

    private Request request(Operation operation, Random random) {
        Spoiler spoiler = new Spoiler(random);
        Skeleton skeleton = new Skeleton(DOCUMENT, known, random);
        Map<String, String> headers = headers(operation, random);
        String path = operation.path();
        List<String> query = new ArrayList<>();
        for (JsonNode reference : operation.content().path("parameters")) {
            JsonNode parameter = DOCUMENT.resolve(reference);
            String name = parameter.path("name").asText();
            boolean right = random.nextInt(3) > 0;
            String value = known.containsKey(name)
                    ? known.get(name)
                    : skeleton.of(parameter.path("schema")).asText();
            switch (parameter.path("in").asText()) {
                case "path" -> path = path.replace("{" + name + "}", right ? value : spoiler.parameter());
                case "query" -> query.add(name + "=" + (right ? value : spoiler.parameter()));
                default -> headers.put(name, right ? UUID.randomUUID().toString() : spoiler.header());
            }
        }
        query.removeIf(parameter -> random.nextInt(2) == 0);
        while (String.join("&", query).length() > LONGEST_QUERY) {
            query.remove(0);
        }
        JsonNode schema = operation.content().at("/requestBody/content/application~1json/schema");
        byte[] body = schema.isMissingNode() ? null : body(own(skeleton.of(schema)), spoiler, random);
        return new Request(
                operation.method(), path + (query.isEmpty() ? "" : "?" + String.join("&", query)), headers, body);
    }

    /** Products of the example's name are other tests' business. */
    private JsonNode own(JsonNode body) {
        if (body.path("product") instanceof ObjectNode product) {
            product.put("id", known.get("product_id"));
        }
        return body;
    }

    private static byte[] body(JsonNode right, Spoiler spoiler, Random random) {
        return random.nextInt(10) == 0 ? right.toString().getBytes(StandardCharsets.UTF_8) : spoiler.body(right);
    }

    private Map<String, String> headers(Operation operation, Random random) {
        List<String> callers = callers(operation);
        String caller = callers.isEmpty() ? "admin" : callers.get(random.nextInt(callers.size()));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + keys.getOrDefault(caller, space.adminToken()));
        headers.put("Accept", random.nextInt(20) == 0 ? "text/html" : "application/json");
        if (operation.content().has("requestBody")) {
            headers.put("Content-Type", random.nextInt(20) == 0 ? "text/plain" : "application/json");
        }
        return headers;
    }

    private static List<String> callers(Operation operation) {
        List<String> schemes = new ArrayList<>();
        operation.content().path("security").forEach(choice -> choice.fieldNames()
                .forEachRemaining(schemes::add));
        return schemes;
    }

    private static int send(Request request) {
        RequestSpecification specification = given().config(config().encoderConfig(
                                encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .urlEncodingEnabled(false)
                .headers(request.headers());
        if (request.body() != null) {
            specification.body(request.body());
        }
        return specification.request(request.method(), request.path()).statusCode();
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken());
    }
}
