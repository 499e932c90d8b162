package io.wheelwright.contract;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.support.HubTestResource;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The document that a hub serves. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class OpenApiResourceTest {

    @Test
    void isTheOneThatIsCommitted() throws IOException {
        String served = given().queryParam("format", "YAML").get("/q/openapi").asString();
        assertThat(OpenApiDocument.committed().root())
                .as("after a change of a route run ./mvnw -Popenapi")
                .isEqualTo(new YAMLMapper().readTree(served));
    }
}
