package io.wheelwright.directory;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import io.agroal.api.AgroalDataSource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeSpecBuilder;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class DirectoryResourceTest {

    private static final String PATH = "/hub/api/v1/directory";

    @Inject
    TestSpokes spokes;

    @Inject
    KubernetesClient client;

    @Inject
    AgroalDataSource database;

    HubSpace space;

    @Test
    void aSpokeRegistersItselfAndIsFoundThoughItIsHidden() {
        TestSpoke spoke = spokes.make();
        register(spoke, did(spoke))
                .statusCode(201)
                .header("Location", endsWith("/directory/did%3Aweb%3A" + spoke.id() + ".example.com"))
                .body("did", equalTo(did(spoke)))
                .body("capabilities", contains("labels"))
                .body("visible", equalTo(false));

        as(spokes.make().key())
                .get(PATH + "/" + did(spoke))
                .then()
                .statusCode(200)
                .body("spoke_id", equalTo(spoke.id()))
                .body("endpoint", equalTo("https://" + spoke.id() + ".example.com/api"));
        admin().get(PATH).then().statusCode(200).body("items.did", not(hasItem(did(spoke))));
    }

    @Test
    void theSameAgainIsAnUpdateAndAnotherDidTakesItsPlace() {
        TestSpoke spoke = spokes.make();
        register(spoke, did(spoke)).statusCode(201);
        register(spoke, did(spoke)).statusCode(201);
        register(spoke, did(spoke) + ":instance").statusCode(201);

        admin().get(PATH + "/" + did(spoke)).then().statusCode(404);
        admin().get(PATH + "/" + did(spoke) + ":instance").then().statusCode(200);
    }

    @Test
    void anEntryThatItsKeyHasSignedIsVerifiedUntilAnotherTakesItsPlace() throws GeneralSecurityException {
        TestSpoke spoke = spokes.make();
        KeyPair key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        register(spoke, did(spoke)).body("verified", equalTo(false));
        signed(spoke, key, did(spoke)).statusCode(201).body("verified", equalTo(true));
        admin().get(PATH + "/" + did(spoke)).then().body("public_key.length()", equalTo(43));
        register(spoke, did(spoke)).statusCode(201).body("verified", equalTo(false));
    }

    @Test
    void aSignatureOfSomethingElseIsRefused() throws GeneralSecurityException {
        TestSpoke spoke = spokes.make();
        KeyPair key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        signed(spoke, key, "did:web:another").statusCode(400).body("errors[0].field", equalTo("proof.signature"));
        admin().get(PATH + "/" + did(spoke)).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({"short, proof.public_key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, proof.signature"})
    void aProofThatIsNoneIsRefused(String publicKey, String field) {
        TestSpoke spoke = spokes.make();
        register(spoke, did(spoke), Map.of("proof", Map.of("public_key", publicKey, "signature", "none")))
                .statusCode(400)
                .body("errors.field", hasItem(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"did:web:other.example.com", "did:web:x.%s", "did:web:%s.evil.example", "did:key:%s"})
    void aSpokeRegistersOnlyWhatIsUnderItsOwnHostname(String template) {
        TestSpoke spoke = spokes.make();
        register(spoke, template.formatted(spoke.id() + ".example.com"))
                .statusCode(400)
                .body("errors[0].field", equalTo("did"))
                .body("errors[0].message", containsString("did:web:" + spoke.id() + ".example.com"));
    }

    @Test
    void aPortAndAPathOfTheOwnHostnameAreItsOwnToo() {
        TestSpoke spoke = spokes.make();
        register(spoke, did(spoke) + "%3A8443").statusCode(201);
        register(spoke, did(spoke) + "%3A8443:users:ada").statusCode(201);
    }

    @Test
    void anAdministratorListsASpokeAndTheResourceSaysSo() {
        TestSpoke spoke = spokes.of(resource());
        register(spoke, did(spoke)).statusCode(201);

        visible(spoke, true).statusCode(200).body("visible", equalTo(true));

        admin().queryParam("object", spoke.id())
                .queryParam("kind", "Spoke")
                .get("/hub/api/v1/audit")
                .then()
                .body("items.action", hasItem("update"));
        admin().get(PATH).then().statusCode(200).body("items.did", hasItem(did(spoke)));
        await().atMost(SOON).until(() -> client.resources(Spoke.class)
                .inNamespace(space.fleetNamespace())
                .withName(spoke.id())
                .get()
                .getSpec()
                .directory()
                .visible());
        visible(spoke, false).statusCode(200).body("visible", equalTo(false));
        admin().get(PATH).then().statusCode(200).body("items.did", not(hasItem(did(spoke))));
    }

    @Test
    void visibleSpokesAreReadInPartsByCursors() {
        List<String> dids = Stream.generate(() -> spokes.of(resource()))
                .limit(3)
                .peek(spoke -> register(spoke, did(spoke)).statusCode(201))
                .peek(spoke -> visible(spoke, true).statusCode(200))
                .map(DirectoryResourceTest::did)
                .toList();
        List<String> read = new ArrayList<>();
        String cursor = "0";
        while (cursor != null) {
            var part = admin().queryParam("limit", 2)
                    .queryParam("cursor", cursor)
                    .get(PATH)
                    .then()
                    .statusCode(200)
                    .body("items.size()", lessThanOrEqualTo(2))
                    .body("total", greaterThanOrEqualTo(3))
                    .extract();
            read.addAll(part.path("items.did"));
            cursor = part.path("next_cursor");
        }
        assertThat(read).doesNotHaveDuplicates().containsSubsequence(dids);
    }

    @Test
    void whatIsNewInARegistrationIsAudited() throws SQLException {
        TestSpoke spoke = spokes.make();
        register(spoke, did(spoke)).statusCode(201);
        register(spoke, did(spoke)).statusCode(201);
        assertThat(audited(spoke)).containsExactly("spoke:" + spoke.uid() + " null -> " + did(spoke));

        register(spoke, did(spoke) + ":instance").statusCode(201);

        assertThat(audited(spoke))
                .last()
                .isEqualTo("spoke:" + spoke.uid() + " " + did(spoke) + " -> " + did(spoke) + ":instance");
    }

    private List<String> audited(TestSpoke spoke) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT actor, before->>'did', after->>'did'"
                        + " FROM audit WHERE kind = 'DirectoryEntry' AND object = ? ORDER BY id")) {
            statement.setString(1, spoke.id());
            List<String> entries = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    entries.add(rows.getString(1) + " " + rows.getString(2) + " -> " + rows.getString(3));
                }
            }
            return entries;
        }
    }

    private Spoke resource() {
        Spoke spoke = new Spoke();
        spoke.setMetadata(new ObjectMetaBuilder()
                .withNamespace(space.fleetNamespace())
                .withName("listed-" + UUID.randomUUID().toString().substring(0, 8))
                .build());
        spoke.setSpec(SpokeSpecBuilder.builder()
                .organizationRef("acme")
                .productRef("cosmetics")
                .plan("starter")
                .build());
        return client.resource(spoke).create();
    }

    /** Registers the spoke's own DID with a signature of an entry that has this one. */
    private ValidatableResponse signed(TestSpoke spoke, KeyPair key, String did) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key.getPrivate());
        signature.update("wheelwright directory entry\n%s\n%s\n%s"
                .formatted(did, spoke.id(), endpoint(spoke))
                .getBytes(StandardCharsets.UTF_8));
        byte[] x509 = key.getPublic().getEncoded();
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return register(
                spoke,
                did(spoke),
                Map.of(
                        "proof",
                        Map.of(
                                "public_key",
                                base64.encodeToString(Arrays.copyOfRange(x509, x509.length - 32, x509.length)),
                                "signature",
                                base64.encodeToString(signature.sign()))));
    }

    private ValidatableResponse register(TestSpoke spoke, String did) {
        return register(spoke, did, Map.of());
    }

    private ValidatableResponse register(TestSpoke spoke, String did, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("did", did);
        body.put("spoke_id", spoke.id());
        body.put("endpoint", endpoint(spoke));
        body.put("capabilities", List.of("labels"));
        return as(spoke.key()).body(body).post(PATH).then();
    }

    private ValidatableResponse visible(TestSpoke spoke, boolean visible) {
        return admin().body(Map.of("visible", visible))
                .patch(PATH + "/" + did(spoke))
                .then();
    }

    private static String endpoint(TestSpoke spoke) {
        return "https://" + spoke.id() + ".example.com/api";
    }

    private static String did(TestSpoke spoke) {
        return "did:web:" + spoke.id() + ".example.com";
    }

    private RequestSpecification admin() {
        return as(space.adminToken());
    }

    private static RequestSpecification as(String key) {
        return given().header("Authorization", "Bearer " + key).contentType("application/json");
    }
}
