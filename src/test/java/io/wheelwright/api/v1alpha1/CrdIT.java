package io.wheelwright.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wheelwright.lab.LabPlane;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real API server accepts what is valid, and says of everything else what to do. */
class CrdIT {

    private static final int DEMANDED = 60;

    private static KubernetesClient client;
    private static ApiServer server;

    @BeforeAll
    static void start() {
        client = LabPlane.shared().client();
        server = ApiServer.inNewNamespace(client, "crd");
    }

    @AfterAll
    static void end() {
        server.close();
    }

    static List<Fixture> valid() {
        return Fixture.valid();
    }

    static List<Fixture> invalid() {
        return Fixture.invalid();
    }

    static List<Fixture> samples() {
        return Fixture.samples();
    }

    @ParameterizedTest
    @MethodSource("valid")
    void acceptsWhatIsValidAndReadsItBackWithoutLoss(Fixture fixture) {
        fixture.before().forEach(server::apply);
        CustomResource<?, ?> read = server.read(server.apply(fixture.last()));
        JsonNode copy = server.write(server.rename(read, "copy"));
        assertThat(server.read(server.tryCreate(copy)).getSpec()).isEqualTo(read.getSpec());
    }

    @Test
    void isShownAsManyInvalidOnesAsDemanded() {
        assertThat(invalid()).hasSizeGreaterThanOrEqualTo(DEMANDED);
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesWhatIsInvalidAndSaysWhatToDo(Fixture fixture) {
        fixture.before().forEach(server::apply);
        JsonNode before = server.find(fixture.last());
        assertThatThrownBy(() -> server.apply(fixture.last()))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(422))
                .hasMessageContaining(fixture.expected());
        assertThat(server.find(fixture.last())).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void acceptsTheSamples(Fixture sample) {
        JsonNode stored = server.tryCreate(sample.last());
        assertThat(server.read(stored).getMetadata().getName())
                .isEqualTo(sample.last().at("/metadata/name").asText());
    }

    @Test
    void listsByOrganization() {
        server.apply(Fixture.named("valid-spoke-smallest").last());
        assertThat(spokesOf("acme")).contains("smallest");
        assertThat(spokesOf("nobody")).isEmpty();
    }

    private static List<String> spokesOf(String organization) {
        return client
                .resources(Spoke.class)
                .inNamespace(server.namespace())
                .withField("spec.organizationRef", organization)
                .list()
                .getItems()
                .stream()
                .map(spoke -> spoke.getMetadata().getName())
                .toList();
    }

    @Test
    void explainsThePlanOfASpoke() {
        assertThat(client.raw("/openapi/v3/apis/wheelwright.io/v1alpha1"))
                .contains("Plan that is asked for, by the id that the Product gives it");
    }
}
