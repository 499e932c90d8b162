package io.wheelwright.license;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItems;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.api.v1alpha1.PlanSpecBuilder;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class LicenseKeyResourceTest {

    @Inject
    LicenseKey key;

    @Inject
    LicenseIssuer issuer;

    @Inject
    TestSpokes spokes;

    HubSpace space;

    @Test
    void isRotatedByAnotherSecretAndTheFormerOneGoesOnVerifying() {
        TestSpoke spoke = spokes.make();
        IssuedLicense former = issuer.issue(subject(spoke));
        KeyRing before = key.get();

        replace(Map.of(
                "private.der", SecretKeys.generate(),
                "former.pub.der", before.current().key().getEncoded()));
        key.refresh();

        assertThat(issuer.kid()).isNotEqualTo(before.kid());
        given().get("/hub/api/v1/licenses/jwks").then().body("keys.kid", hasItems(issuer.kid(), before.kid()));
        assertThat(fetch(spoke)).isNotEqualTo(former.token()).isEqualTo(fetch(spoke));
    }

    @Test
    void whatIsNoKeyIsNotTakenOver() {
        String kid = issuer.kid();
        Secret good = secret().get();

        replace(Map.of("private.der", new byte[] {1}));
        key.refresh();

        assertThat(issuer.kid()).isEqualTo(kid);
        secret().delete();
        key.refresh();
        assertThat(issuer.kid()).isEqualTo(kid);
        replaceBy(good.getData());
    }

    private void replace(Map<String, byte[]> entries) {
        Map<String, String> data = new HashMap<>();
        entries.forEach((name, entry) -> data.put(name, Base64.getEncoder().encodeToString(entry)));
        replaceBy(data);
    }

    private void replaceBy(Map<String, String> data) {
        secret().delete();
        LabPlane.shared()
                .client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(space.hubNamespace())
                        .withName(SecretKeys.NAME)
                        .endMetadata()
                        .withData(data)
                        .build())
                .create();
    }

    private Resource<Secret> secret() {
        return LabPlane.shared()
                .client()
                .secrets()
                .inNamespace(space.hubNamespace())
                .withName(SecretKeys.NAME);
    }

    private static String fetch(TestSpoke spoke) {
        return given().header("Authorization", "Bearer " + spoke.key())
                .get("/hub/api/v1/spokes/" + spoke.id() + "/license")
                .then()
                .statusCode(200)
                .extract()
                .path("license");
    }

    private static LicenseSubject subject(TestSpoke spoke) {
        return new LicenseSubject(
                spoke.uid(),
                spoke.id(),
                "acme-uid",
                "acme",
                "Acme",
                Entitlement.of(null, PlanSpecBuilder.builder().id("starter").build(), null, Instant.now()),
                0,
                1,
                "manual",
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                LicenseCause.of("Manual", null));
    }
}
