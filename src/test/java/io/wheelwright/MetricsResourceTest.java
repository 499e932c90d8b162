package io.wheelwright;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a hub tells Prometheus, and what the documents and the rules say of it. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class MetricsResourceTest {

    private static final Pattern OURS = Pattern.compile("wheelwright_[a-z_]+");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (wheelwright_[a-z_]+) ");
    private static final Path RULES = Path.of("kubernetes", "monitoring", "rules.yaml");
    private static final Path PAGE = Path.of("docs", "metrics.md");

    @Inject
    TestSpokes spokes;

    @Test
    void everyMetricIsDocumentedAndEveryDocumentedOneIsThere() throws IOException {
        Set<String> documented = Pattern.compile("(?m)^\\| `(wheelwright_[a-z_]+)`")
                .matcher(Files.readString(PAGE))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(families(scrape())).containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void everyMetricHasADescription() {
        String scraped = scrape();
        assertThat(families(scraped))
                .allSatisfy(name -> assertThat(scraped).containsPattern("(?m)^# HELP " + name + " [A-Z].*\\.\\s*$"));
    }

    @Test
    void noLabelNamesATenant() {
        TestSpokes.TestSpoke spoke = spokes.make();
        given().header("Authorization", "Bearer " + spoke.key())
                .contentType("application/json")
                .body("{\"spoke_id\":\"%s\",\"os_version\":\"1.0.0\",\"status\":\"healthy\",\"uptime_seconds\":1}"
                        .formatted(spoke.id()))
                .post("/hub/api/v1/heartbeat")
                .then()
                .statusCode(200);
        given().header("Authorization", "Bearer " + spoke.key())
                .get("/hub/api/v1/spokes/" + spoke.id() + "/manifest")
                .then()
                .statusCode(404);
        assertThat(scrape())
                .doesNotContain(spoke.id())
                .doesNotContain(spoke.uid())
                .doesNotContainPattern("(spoke|organization|org_id|tenant)[a-z_]*=\"")
                .containsPattern("wheelwright_heartbeats_accepted_total [1-9]");
    }

    @Test
    void theRulesNameMetricsThatExistAndRunbooksThatAreThere() throws IOException {
        Set<String> names = samples(scrape());
        String page = Files.readString(PAGE);
        JsonNode groups = new YAMLMapper().readTree(RULES.toFile()).path("spec").path("groups");
        assertThat(groups).isNotEmpty().allSatisfy(group -> assertThat(group.path("rules"))
                .isNotEmpty()
                .allSatisfy(rule -> {
                    assertThat(OURS.matcher(rule.path("expr").asText())
                                    .results()
                                    .map(match -> match.group()))
                            .isSubsetOf(names);
                    assertThat(page)
                            .as("runbook of the alert")
                            .contains("### " + rule.path("alert").asText());
                    assertThat(rule.path("annotations").path("runbook_url").asText())
                            .endsWith("docs/metrics.md#"
                                    + rule.path("alert").asText().toLowerCase(Locale.ROOT));
                    assertThat(rule.path("annotations").path("summary").asText())
                            .isNotBlank();
                    assertThat(rule.path("labels").path("severity").asText()).isIn("warning", "critical");
                }));
    }

    private static String scrape() {
        return given().accept("text/plain")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    /** Names as the documents have them. */
    private static Set<String> families(String scraped) {
        return TYPE.matcher(scraped)
                .results()
                .map(type -> type.group(1))
                .filter(name -> !name.endsWith("_max"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names as expressions have them, those of buckets, sums and counts included. */
    private static Set<String> samples(String scraped) {
        return Pattern.compile("(?m)^(wheelwright_[a-z_]+)")
                .matcher(scraped)
                .results()
                .map(sample -> sample.group(1))
                .collect(Collectors.toSet());
    }
}
