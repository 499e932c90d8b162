package io.wheelwright.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpokeChartTest {
    @Test
    void rendersWithNothingButTheGlobalValues() {
        List<HasMetadata> objects = HelmTemplate.render(
                Path.of("helm/spoke"),
                Map.of(
                        "global",
                        Map.of(
                                "wheelwright",
                                Map.of("spokeId", "acme", "hostname", "acme.example.com", "hubUrl", "http://hub"))));
        objects.forEach(o -> System.out.println(io.fabric8.kubernetes.client.utils.Serialization.asYaml(o)));
        assertThat(objects).isNotEmpty();
    }
}
