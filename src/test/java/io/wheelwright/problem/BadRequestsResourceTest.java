package io.wheelwright.problem;

import static io.restassured.RestAssured.config;
import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static io.wheelwright.support.Patience.SOON;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.OrganizationSpec;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong is refused with a reason that names it, and changes nothing. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
@TestProfile(BadRequestsResourceTest.Alone.class)
class BadRequestsResourceTest {

    /** A hub of its own: what changes there was changed by a request. */
    public static class Alone implements QuarkusTestProfile {}

    private static final String ROOT = "/hub/api/v1";
    private static final int DEMANDED = 100;

    /** Tables whose content nobody but a request changes; the others are counted. */
    private static final List<String> COMPARED =
            List.of("organizations", "products", "outbox", "audit", "directory", "idempotency_keys");

    private static final List<String> COUNTED =
            List.of("spokes", "spoke_keys", "heartbeats", "subscriptions", "licenses");

    @Inject
    AgroalDataSource database;

    @Inject
    TestSpokes spokes;

    HubSpace space;

    private TestSpokes.TestSpoke agent;

    static Stream<Bad> requests() {
        return Stream.of(BadWrites.all(), BadReports.all(), BadReads.all()).flatMap(part -> part);
    }

    @BeforeEach
    void somethingThatCouldChange() {
        agent = spokes.make();
        await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .until(() -> read("SELECT count(*) FROM outbox WHERE state = 'pending'")
                        .equals("0"));
        if (!read("SELECT count(*) FROM organizations WHERE org_id = 'known'").equals("0")) {
            return;
        }
        Organization known = new Organization();
        known.setMetadata(new ObjectMetaBuilder()
                .withName("known")
                .withNamespace(space.fleetNamespace())
                .build());
        known.setSpec(new OrganizationSpec("Known", "it@known.example", null, null, null));
        LabPlane.shared().client().resource(known).serverSideApply();
        await().atMost(SOON).until(() -> read("SELECT count(*) FROM organizations WHERE org_id = 'known'")
                .equals("1"));
    }

    @Test
    void thereAreAsManyAsDemanded() {
        assertThat(requests()).hasSizeGreaterThanOrEqualTo(DEMANDED);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void isRefusedAndChangesNothing(Bad bad) {
        Map<String, String> before = everything();
        Response answer = send(bad);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(bad.status());
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("type"))
                .isEqualTo(ProblemType.of(bad.status()).uri().toString());
        assertThat(answer.jsonPath().getString("detail")).contains(own(bad.says()));
        if (!bad.field().isEmpty()) {
            assertThat(answer.jsonPath().getList("errors.field", String.class))
                    .anySatisfy(field -> assertThat(field).contains(bad.field()));
        }
        assertThat(URI.create(answer.jsonPath().getString("instance")).getPath())
                .isEqualTo(URI.create(ROOT + bad.path()).getPath());
        assertThat(everything()).isEqualTo(before);
    }

    private Response send(Bad bad) {
        RequestSpecification request = given().config(config().encoderConfig(
                                encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .header("Authorization", "Bearer " + (bad.isOfAgent() ? agent.key() : space.adminToken()))
                .headers(bad.headers())
                .urlEncodingEnabled(false);
        if (bad.body() != null) {
            request.body(own(new String(bad.body(), ISO_8859_1)).getBytes(ISO_8859_1));
        }
        return request.request(bad.method(), ROOT + bad.path());
    }

    private String own(String text) {
        return text.replace(Bad.OWN, agent.id());
    }

    /** What is in the database and in the fleet. */
    private Map<String, String> everything() {
        Map<String, String> content = new TreeMap<>();
        COUNTED.forEach(table -> content.put(table, read("SELECT count(*) FROM " + table)));
        COMPARED.forEach(table -> content.put(
                table, read("SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM %s t".formatted(table))));
        for (Class<? extends HasMetadata> kind : List.of(Organization.class, Product.class, Spoke.class)) {
            content.put(
                    kind.getSimpleName(),
                    LabPlane.shared()
                            .client()
                            .resources(kind)
                            .inNamespace(space.fleetNamespace())
                            .list()
                            .getItems()
                            .stream()
                            .map(object -> object.getMetadata().getName() + "@"
                                    + object.getMetadata().getGeneration())
                            .sorted()
                            .toList()
                            .toString());
        }
        return content;
    }

    private String read(String query) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
