package io.wheelwright.chart;

import static io.wheelwright.chart.SpokeChartTest.container;
import static io.wheelwright.chart.SpokeChartTest.routes;
import static io.wheelwright.chart.SpokeChartTest.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.wheelwright.chart.HelmTemplate.Rendering;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The parts of the chart that values switch on: MQTT broker, dashboard and metrics. */
class SpokeChartSwitchesTest {
    private static Rendering nothingOn;
    private static Rendering everythingOn;

    @BeforeAll
    static void render() throws Exception {
        Map<String, Rendering> renderings = HelmTemplate.render(
                Path.of("helm/spoke"),
                Map.of("nothing-on", SpokeValues.whole(), "everything-on", SpokeValues.everythingOn()));
        nothingOn = renderings.get("nothing-on");
        everythingOn = renderings.get("everything-on");
    }

    @Test
    void whatIsSwitchedOnHasAComponentOfItsOwn() {
        assertThat(everythingOn.pods())
                .extracting(pod -> pod.getMetadata().getLabels().get("wheelwright.io/component"))
                .containsExactlyInAnyOrder(
                        "agent", "api", "database", "backup", "export", "mqtt", "dashboard", "metrics");
    }

    @Test
    void theDashboardTakesThePageAndTheBrokerItsPath() {
        assertThat(routes(everythingOn.one(Ingress.class, "spoke")))
                .containsExactly(
                        "/.well-known/did.json -> spoke-agent",
                        "/api -> spoke-application",
                        "/mqtt -> spoke-mqtt",
                        "/ -> spoke-dashboard");
        assertThat(container(everythingOn.one(Deployment.class, "spoke-dashboard")))
                .satisfies(dashboard -> assertThat(dashboard.getImage()).isEqualTo("r.example/app:2"))
                .satisfies(dashboard -> assertThat(dashboard.getEnv())
                        .contains(variable("APPLICATION_URL", "http://spoke-application:8080"))
                        .allMatch(variable -> variable.getValueFrom() == null));
    }

    @Test
    void theBrokerLetsNobodyInWithoutALogin() {
        Map<String, String> files =
                everythingOn.one(ConfigMap.class, "spoke-mqtt").getData();

        assertThat(files.get("mosquitto.conf"))
                .contains(
                        "allow_anonymous false", "password_file /mosquitto/data/users", "acl_file /mosquitto/data/acl")
                .contains("listener 1883", "listener 9001\nprotocol websockets");
        assertThat(files.get("acl")).contains("user admin", "pattern readwrite devices/%u/#");
        assertThat(everythingOn
                        .one(Deployment.class, "spoke-mqtt")
                        .getSpec()
                        .getTemplate()
                        .getSpec())
                .satisfies(pod -> assertThat(pod.getInitContainers())
                        .extracting(Container::getName)
                        .containsExactly("login"))
                .satisfies(pod -> assertThat(pod.getContainers().get(0).getVolumeMounts())
                        .as("the broker itself does not see the password")
                        .extracting(VolumeMount::getName)
                        .containsExactly("config", "data", "tmp"));
    }

    @Test
    void theApplicationFindsTheBroker() {
        assertThat(container(everythingOn.one(Deployment.class, "spoke-application"))
                        .getEnv())
                .contains(variable("MQTT_HOST", "spoke-mqtt"), variable("MQTT_PORT", "1883"))
                .contains(variable("MQTT_USERNAME", "admin"));
        assertThat(container(nothingOn.one(Deployment.class, "spoke-application"))
                        .getEnv())
                .extracting(EnvVar::getName)
                .noneMatch(name -> name.startsWith("MQTT"));
    }

    /** Whether a product has them or not, the agent's pod is the same: switching one on does not restart it. */
    @Test
    void theAgentDoesNotNoticeTheSwitches() {
        assertThat(everythingOn.one(Deployment.class, "spoke-agent"))
                .isEqualTo(nothingOn.one(Deployment.class, "spoke-agent"));
    }
}
