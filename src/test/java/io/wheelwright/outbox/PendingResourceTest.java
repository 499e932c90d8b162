package io.wheelwright.outbox;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.OrganizationSpec;
import io.wheelwright.api.v1alpha1.PlanSpecBuilder;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.ProductSpecBuilder;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.organization.Organizations;
import io.wheelwright.product.Products;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A row that says what is on its way is not taken back by what somebody still sees. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class PendingResourceTest {

    private static final String PATH = "/hub/api/v1/organizations/";

    @Inject
    Organizations organizations;

    @Inject
    Products products;

    @Inject
    Outbox outbox;

    HubSpace space;

    @Test
    void anObservationWaitsForWhatIsOnItsWay() {
        String uid = UUID.randomUUID().toString();
        Organization seen = organization(uid, 1, "Acme");
        organizations.observe(seen);
        long row = onItsWay(seen);

        organizations.observe(organization(uid, 2, "Acme Ltd"));
        assertThat(name(uid)).isEqualTo("Acme");

        QuarkusTransaction.requiringNew().run(() -> OutboxEntity.<OutboxEntity>findById(row).state = "applied");
        organizations.observe(organization(uid, 2, "Acme Ltd"));
        assertThat(name(uid)).isEqualTo("Acme Ltd");
    }

    @Test
    void anObservationOfAProductWaitsToo() {
        Product there = LabPlane.shared()
                .client()
                .resource(product(UUID.randomUUID().toString(), 1, "1.0.0"))
                .create();
        String id = there.getMetadata().getName();
        await().atMost(SOON).until(() -> products.spec(id).isPresent());
        long row = onItsWay(there);

        products.observe(later(there, 2, "1.1.0"));
        assertThat(products.spec(id).orElseThrow().version()).isEqualTo("1.0.0");

        QuarkusTransaction.requiringNew().run(() -> OutboxEntity.<OutboxEntity>findById(row).state = "applied");
        products.observe(later(there, 2, "1.1.0"));
        products.observe(later(there, 1, "1.0.0"));
        assertThat(products.spec(id).orElseThrow().version()).isEqualTo("1.1.0");
    }

    @Test
    void anOlderStateOfTheResourceIsNoNews() {
        String uid = UUID.randomUUID().toString();
        organizations.observe(organization(uid, 2, "Acme Ltd"));
        organizations.observe(organization(uid, 1, "Acme"));
        assertThat(name(uid)).isEqualTo("Acme Ltd");
    }

    @Test
    void twoChangesInARowAreBothThereInTheEnd() {
        String id = admin().body(Map.of("name", "Acme", "email", "ada@acme.example"))
                .post(PATH)
                .path("org_id");
        admin().body(Map.of("name", "Acme Ltd")).patch(PATH + id).then().statusCode(200);
        admin().body(Map.of("email", "bob@acme.example"))
                .patch(PATH + id)
                .then()
                .statusCode(200);
        await().atMost(SOON).until(() -> !outbox.pending("Organization", id));
        var shown = admin().get(PATH + id).jsonPath();
        assertThat(shown.getString("name")).isEqualTo("Acme Ltd");
        assertThat(shown.getString("email")).isEqualTo("bob@acme.example");
    }

    /** A change that waits for an API server which answers much later. */
    private long onItsWay(HasMetadata object) {
        return QuarkusTransaction.requiringNew().call(() -> {
            outbox.change(object, Proposal.HUB);
            OutboxEntity row = OutboxEntity.<OutboxEntity>find(
                            "name = ?1", object.getMetadata().getName())
                    .firstResult();
            row.nextAt = Instant.now().plus(Duration.ofHours(1));
            return row.id;
        });
    }

    private String name(String uid) {
        return admin().get(PATH + id(uid)).path("name");
    }

    private Product product(String uid, long generation, String version) {
        Product product = new Product();
        product.setMetadata(metadata(uid, generation));
        product.setSpec(ProductSpecBuilder.builder()
                .displayName("Cosmetics")
                .version(version)
                .plans(List.of(PlanSpecBuilder.builder().id("starter").build()))
                .build());
        return product;
    }

    private Product later(Product there, long generation, String version) {
        Product later = product(there.getMetadata().getUid(), generation, version);
        later.setMetadata(new ObjectMetaBuilder(there.getMetadata())
                .withGeneration(generation)
                .build());
        return later;
    }

    private Organization organization(String uid, long generation, String name) {
        Organization organization = new Organization();
        organization.setMetadata(metadata(uid, generation));
        organization.setSpec(new OrganizationSpec(name, "ada@acme.example", null, null, null));
        return organization;
    }

    private ObjectMeta metadata(String uid, long generation) {
        return new ObjectMetaBuilder()
                .withName(id(uid))
                .withNamespace(space.fleetNamespace())
                .withUid(uid)
                .withGeneration(generation)
                .build();
    }

    private static String id(String uid) {
        return "acme-" + uid.substring(0, 8);
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken()).contentType("application/json");
    }
}
