package io.wheelwright.release;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.lab.LabPlane;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Helm as a hub has it on the shared plane, with the rights that ship, and what it is asked for. */
final class TestHelm {

    private TestHelm() {}

    /** A client with the hub's rights. */
    static KubernetesClient hub() {
        Path kubeconfig = LabPlane.shared().cluster().kubeconfigFor("wheelwright-system", "wheelwright");
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    /** The settings of a hub whose operations of Helm end after that time, in ISO 8601. */
    static WheelwrightConfig config(String deadline) {
        return new SmallRyeConfigBuilder()
                .withMapping(WheelwrightConfig.class)
                .withDefaultValue("wheelwright.release.deadline", deadline)
                .build()
                .getConfigMapping(WheelwrightConfig.class);
    }

    static HelmReleases releases(KubernetesClient hub, Deployers deployers, HelmPool pool) {
        return new HelmReleases(
                hub,
                deployers,
                TestCharts.charts(),
                pool,
                new HelmMetrics(new SimpleMeterRegistry()),
                new Drift(hub, deployers));
    }

    static ReleaseRequest request(ReleaseName name, String chart, Map<String, Object> values) {
        return new ReleaseRequest(name, new ChartReference.Archive(chart(chart), Optional.empty()), values);
    }

    static Path chart(String name) {
        return Path.of("src/test/charts", name).toAbsolutePath();
    }
}
