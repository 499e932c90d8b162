package io.wheelwright.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class AuditResourceTest {

    private static final String AUDIT = "/hub/api/v1/audit";

    @Inject
    Audit audit;

    HubSpace space;

    private final String object = "object-" + UUID.randomUUID();
    private final String actor = "actor-" + UUID.randomUUID();

    @BeforeEach
    void someChanges() {
        QuarkusTransaction.requiringNew().run(() -> {
            audit.record(actor, "create", "Widget", object, null, Map.of("size", 1));
            audit.record(actor, "update", "Widget", object, Map.of("size", 1), Map.of("size", 2));
            audit.record("somebody", "update", "Widget", object, Map.of("size", 2), Map.of("size", 3));
            audit.record(actor, "update", "Gadget", "other", null, null);
        });
    }

    @Test
    void showsWhatHappenedToAnObject() {
        assertThat(actions(Map.of("object", object))).containsExactly("create", "update", "update");
        assertThat(actions(Map.of("object", object, "kind", "Gadget"))).isEmpty();
    }

    @Test
    void showsWhatSomebodyDid() {
        assertThat(actions(Map.of("actor", actor))).containsExactly("create", "update", "update");
        assertThat(actions(Map.of("actor", actor, "kind", "Widget"))).containsExactly("create", "update");
        assertThat(actions(Map.of("actor", actor, "kind", "Widget", "action", "update")))
                .containsExactly("update");
    }

    @Test
    void isReadInParts() {
        List<Integer> read = new ArrayList<>();
        String cursor = "0";
        while (cursor != null) {
            var part = admin().queryParam("object", object)
                    .queryParam("limit", 2)
                    .queryParam("cursor", cursor)
                    .get(AUDIT)
                    .then()
                    .statusCode(200)
                    .body("total", equalTo(3))
                    .body("items.object", everyItem(equalTo(object)))
                    .extract();
            read.addAll(part.path("items.id"));
            cursor = part.path("next_cursor");
        }
        assertThat(read).hasSize(3).isSorted();
    }

    private List<String> actions(Map<String, String> filter) {
        return admin().queryParams(filter)
                .get(AUDIT)
                .then()
                .statusCode(200)
                .body(
                        "total",
                        equalTo(admin().queryParams(filter)
                                .get(AUDIT)
                                .jsonPath()
                                .getList("items")
                                .size()))
                .extract()
                .path("items.action");
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken());
    }
}
