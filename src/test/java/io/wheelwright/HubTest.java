package io.wheelwright;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class HubTest {

    @Inject
    KubernetesClient client;

    @Inject
    DataSource database;

    HubSpace space;

    @Test
    void standsOnARealClusterAndDatabase() throws SQLException {
        assertThat(client.getKubernetesVersion().getGitVersion()).startsWith("v1.");
        assertThat(client.getConfiguration().getNamespace()).isNotEqualTo(space.fleetNamespace());
        try (Connection connection = database.getConnection()) {
            assertThat(connection.getMetaData().getURL()).isEqualTo(space.databaseUrl());
        }
        given().get("/q/health/live").then().statusCode(200);
    }
}
