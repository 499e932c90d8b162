package io.wheelwright.pack;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.Json;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Together;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class PackResourceTest {

    private static final String PATH = "/hub/api/v1/packs";

    private final String name = "p" + UUID.randomUUID().toString().substring(0, 8);

    HubSpace space;

    @Test
    void isPublishedOnceAndNeverChanged() {
        Map<String, Object> pack = pack(name, "1.0.0");

        publish(pack).then().statusCode(201).header("Location", PATH + "/" + name + "/1.0.0");
        publish(pack).then().statusCode(200).body("name", equalTo(name));
        pack.put("sha256", "b".repeat(64));
        publish(pack).then().statusCode(409).body("type", endsWith("/conflict"));

        admin().get(PATH + "/" + name + "/1.0.0")
                .then()
                .statusCode(200)
                .body("sha256", equalTo("a".repeat(64)))
                .body("deprecated", equalTo(false))
                .body("published_at", notNullValue());
        assertThat(audited(name + "@1.0.0")).containsExactly("publish");
    }

    @Test
    void ofThoseWhoPublishTheSameAtOnceOneDoes() throws Exception {
        List<Response> answers = Together.call(8, () -> publish(pack(name, "1.0.0")));

        assertThat(answers).extracting(Response::statusCode).containsOnly(200, 201);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(1);
        assertThat(audited(name + "@1.0.0")).hasSize(1);
    }

    @Test
    void aScopedNameIsFoundEncodedAndAsItStands() {
        String scoped = "@eu/" + name;
        String location = publish(pack(scoped, "1.0.0+b1"))
                .then()
                .statusCode(201)
                .extract()
                .header("Location");

        for (String path :
                List.of(location, PATH + "/@eu/" + name + "/1.0.0+b1", PATH + "/@eu%2F" + name + "/1.0.0%2Bb1")) {
            admin().urlEncodingEnabled(false)
                    .get(path)
                    .then()
                    .statusCode(200)
                    .body("name", equalTo(scoped))
                    .body("version", equalTo("1.0.0+b1"));
        }
        admin().urlEncodingEnabled(false)
                .post(PATH + "/@eu/" + name + "/1.0.0+b1/deprecate")
                .then()
                .statusCode(200)
                .body("deprecated", equalTo(true));
    }

    @Test
    void aSignatureIsKeptAndNotCalledVerifiedWhereNoPublisherIsKnown() {
        Map<String, Object> pack = pack(name, "1.0.0");
        pack.put("signature", "A".repeat(86) + "==");

        publish(pack)
                .then()
                .statusCode(201)
                .body("signature", equalTo(pack.get("signature")))
                .body("verified", equalTo(false));
        pack.remove("signature");
        publish(pack).then().statusCode(409);
    }

    @Test
    void isDeprecatedAndTheOtherWayRound() {
        publish(pack(name, "1.0.0"));

        admin().post(PATH + "/" + name + "/1.0.0/deprecate")
                .then()
                .statusCode(200)
                .body("deprecated", equalTo(true));
        admin().post(PATH + "/" + name + "/1.0.0/deprecate").then().statusCode(200);
        admin().post(PATH + "/" + name + "/1.0.0/undeprecate")
                .then()
                .statusCode(200)
                .body("deprecated", equalTo(false));
        admin().post(PATH + "/" + name + "/9.9.9/deprecate").then().statusCode(404);

        assertThat(audited(name + "@1.0.0")).containsExactly("publish", "deprecate", "undeprecate");
    }

    @Test
    void repeatsTheAnswerUnderOneIdempotencyKey() {
        String key = UUID.randomUUID().toString();
        publish(key, pack(name, "1.0.0")).then().statusCode(201);
        publish(key, pack(name, "1.0.0")).then().statusCode(201);
        publish(key, pack(name, "1.0.1")).then().statusCode(422);
    }

    @Test
    void isFoundByAPartOfItsNameAPageAtATime() {
        publish(pack(name + "-b", "1.0.0"));
        publish(pack("@x/" + name, "1.0.0"));
        publish(pack(name + "-a", "2.0.0"));

        Response first = admin().queryParam("q", name.toUpperCase(Locale.ROOT))
                .queryParam("limit", 2)
                .get(PATH);
        first.then()
                .statusCode(200)
                .body("total", equalTo(3))
                .body("items.name", equalTo(List.of(name + "-b", "@x/" + name)));
        admin().queryParam("q", name)
                .queryParam("cursor", first.jsonPath().getString("next_cursor"))
                .get(PATH)
                .then()
                .body("items.name", equalTo(List.of(name + "-a")))
                .body("next_cursor", nullValue());
        admin().queryParam("q", "%").get(PATH).then().statusCode(200).body("total", equalTo(0));
    }

    @Test
    void everyFieldThatIsInvalidIsNamed() {
        publish(Map.of(
                        "name", "../Reports",
                        "version", "v1",
                        "type", "game",
                        "url", "file:///etc/passwd",
                        "sha256", "ABC",
                        "size", 0,
                        "min_os_version", "new",
                        "signature", "signed"))
                .then()
                .statusCode(400)
                .body(
                        "errors.field",
                        containsInAnyOrder(
                                "name", "version", "type", "url", "sha256", "size", "min_os_version", "signature"));
    }

    private Response publish(Map<String, Object> pack) {
        return publish(UUID.randomUUID().toString(), pack);
    }

    private Response publish(String key, Map<String, Object> pack) {
        return admin().header("Idempotency-Key", key).body(Json.write(pack)).post(PATH);
    }

    private List<String> audited(String object) {
        return admin().queryParam("object", object)
                .get("/hub/api/v1/audit")
                .jsonPath()
                .getList("items.action", String.class);
    }

    private static Map<String, Object> pack(String name, String version) {
        return new HashMap<>(Map.of(
                "name",
                name,
                "version",
                version,
                "type",
                "logic",
                "url",
                "https://packs.example.com/" + version,
                "sha256",
                "a".repeat(64),
                "size",
                10));
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken()).contentType("application/json");
    }
}
