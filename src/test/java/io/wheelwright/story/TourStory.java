package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.wheelwright.Json;
import io.wheelwright.lab.Kubectl;
import io.wheelwright.support.Hub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The tour in the README, its commands run as they stand there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TourStory {

    private Hub hub;
    private Path environment;

    @BeforeAll
    void theLabOfTheTour() throws IOException {
        hub = Hub.start("tour");
        Path folder = Files.createDirectories(Path.of("target", "tour"));
        var kubeconfig = Serialization.unmarshal(
                Files.readString(hub.kubeconfig()), io.fabric8.kubernetes.api.model.Config.class);
        kubeconfig.getContexts().forEach(context -> context.getContext()
                .setNamespace(hub.space().fleetNamespace()));
        Path own = Files.writeString(folder.resolve("kubeconfig"), Serialization.asYaml(kubeconfig));
        environment = folder.resolve("env");
        Files.writeString(environment, """
                export PATH="%s:$PATH"
                export KUBECONFIG='%s'
                export WHEELWRIGHT_URL='%s'
                export WHEELWRIGHT_ADMIN_TOKEN='%s'
                export WHEELWRIGHT_NAMESPACE='%s'
                """.formatted(
                        Kubectl.folder(progress -> {}).map(Path::toString).orElse(""),
                        own.toAbsolutePath(),
                        hub.space().url(),
                        hub.space().adminToken(),
                        hub.space().fleetNamespace()));
    }

    @AfterAll
    void end() {
        hub.close();
    }

    @Test
    void theTourByKubectlEndsWithASpokeThatIsReady() throws Exception {
        String output = run("tour");

        assertThat(output).contains("spoke.wheelwright.io/bella condition met", "HandoffCompleted");
        assertThat(output).contains("\"spoke_id\":\"bella\"");
        assertThat(output)
                .as("what kubectl get prints")
                .containsPattern("NAME +NAME +VERSION +ACTIVE +SPOKES +READY +AGE")
                .containsPattern("product.wheelwright.io/cosmetics +Cosmetics Compliance +1\\.0\\.0 +true +\\d +True +")
                .containsPattern("NAME +NAME +PLAN +BILLING +ACCESS +SPOKES +READY +AGE")
                .containsPattern("organization.wheelwright.io/bella +Bella Naturals +.*Full +\\d +True +")
                .containsPattern("NAME +ORGANIZATION +PRODUCT +PLAN +PHASE +READY +ACCESS +HEALTH +URL +AGE")
                .containsPattern(
                        "spoke.wheelwright.io/bella +bella +cosmetics +starter +Ready +True +Full +Healthy +https");
    }

    @Test
    void theTourByRestEndsWithASpokeThatIsActive() throws Exception {
        hub.apply(Files.readString(Path.of("kubernetes/samples/cosmetics/product.yaml")));
        hub.awaitRow("select 1 from products where product_id = 'cosmetics'");

        String output = run("rest");

        assertThat(output).contains("\"status\":\"active\"");
        String id = output.replaceFirst("(?s).*\"spoke_id\":\"([^\"]*)\".*", "$1");
        JsonNode spoke = read("/fleet/spokes/" + id);
        assertThat(spoke.path("health").asText()).isEqualTo("Healthy");
        assertThat(read("/subscriptions/" + spoke.path("org_id").asText()).at("/items/0/state"))
                .hasToString("\"manual\"");
        assertThat(read("/spokes/" + id + "/events").findValuesAsText("phase").stream()
                        .distinct())
                .containsExactly("Claim", "Provision", "Boot", "Install", "Handoff");
        String did = hub.spoke(id).getStatus().did();
        assertThat(read("/directory/" + did).path("spoke_id").asText()).isEqualTo(id);
        assertThat(read("/directory/" + did).path("verified").asBoolean()).isTrue();
        assertThat(read("/directory").findValuesAsText("did"))
                .as("a spoke that did not choose to be visible")
                .doesNotContain(did);
    }

    private JsonNode read(String path) {
        return Json.read(hub.rest().get(path, 200), JsonNode.class);
    }

    private String run(String block) throws IOException, InterruptedException {
        String commands = commandsOf(block).replace("target/lab/env", environment.toString());
        Path output = Path.of("target", "tour", block + ".log");
        Process shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = shell.waitFor(3, TimeUnit.MINUTES);
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as("the tour ended; it said:%n%s", said).isTrue();
        assertThat(shell.exitValue()).as("the tour said:%n%s", said).isZero();
        return said;
    }

    private static String commandsOf(String block) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String between = readme.split("<!-- " + block + ":start -->")[1].split("<!-- " + block + ":end -->")[0];
        return between.replace("```", "");
    }
}
