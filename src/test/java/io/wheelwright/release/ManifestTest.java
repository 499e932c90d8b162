package io.wheelwright.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestTest {

    private static final ReleaseName RELEASE = ReleaseName.in("spoke-bella");

    @Test
    void resolvesAnchorsAndMergesAsHelmDoes() throws IOException {
        List<Map<String, Object>> objects = Manifest.objects("""
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: shared
                  labels:
                    team: blue
                data:
                  mode: quick
                ---
                # Source: chart/templates/empty.yaml
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: application
                spec:
                  selector:
                    matchLabels: {app: application}
                  template:
                    metadata: {labels: {app: application}}
                    spec: {first: &same {image: one}, second: {<<: *same, size: 2}}
                """, RELEASE);

        assertThat(objects).hasSize(2);
        Map<String, Object> spec =
                Manifest.fields(Manifest.fields(Manifest.fields(objects.get(1), "spec"), "template"), "spec");
        assertThat(spec.get("second")).isEqualTo(Map.of("image", "one", "size", 2));
        assertThat(Manifest.fields(objects.get(0), "metadata")).containsEntry("namespace", "spoke-bella");
    }

    @Test
    void refusesToUnfoldAnchorsWithoutAnEnd() {
        String bomb = "a: &a [" + "1, ".repeat(999) + "1]\nb: [" + "*a, ".repeat(999) + "*a]\n";

        assertThatThrownBy(() -> Manifest.objects(bomb, RELEASE)).isInstanceOf(IOException.class);
    }

    @Test
    void refusesWhatIsNoListOfObjects() {
        assertThatThrownBy(() -> Manifest.objects("- a\n- b\n", RELEASE)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Manifest.objects("kind: [", RELEASE)).isInstanceOf(IOException.class);
    }
}
