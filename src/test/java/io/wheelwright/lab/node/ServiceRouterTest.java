package io.wheelwright.lab.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceRouterTest {

    private static final Service WEB = new ServiceBuilder()
            .withNewMetadata()
            .withNamespace("spoke-a")
            .withName("web")
            .endMetadata()
            .withNewSpec()
            .addToSelector("app", "web")
            .addNewPort()
            .withPort(8080)
            .withTargetPort(new IntOrString("http"))
            .endPort()
            .endSpec()
            .build();

    private final Backends backends = new Backends();
    private final ServiceRouter router = new ServiceRouter(
            (namespace, name) ->
                    Optional.of(WEB).filter(web -> namespace.equals("spoke-a")).filter(web -> name.equals("web")),
            backends);

    @AfterEach
    void close() {
        router.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://web:8080",
                "http://web.spoke-a:8080/usage?x=1",
                "http://web.spoke-a.svc:8080/",
                "see http://web.spoke-a.svc.cluster.local:8080, please"
            })
    void rewritesUrlsOfServices(String value) {
        assertThat(router.rewrite("spoke-a", value))
                .matches("(see )?http://127\\.0\\.0\\.1:\\d+(/usage\\?x=1|/|, please)?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://other:8080",
                "http://web:9090",
                "http://web",
                "http://web.example.test:8080",
                "http://127.0.0.1:8080",
                "https://web:8080",
                "web:8080"
            })
    void leavesEverythingElse(String value) {
        assertThat(router.rewrite("spoke-a", value)).isEqualTo(value);
        assertThat(router.rewrite("spoke-b", "http://web:8080")).isEqualTo("http://web:8080");
    }

    @Test
    void theSameUrlLeadsToWhateverRuns() throws Exception {
        String url = router.rewrite("spoke-a", "http://web:8080");
        assertThat(router.rewrite("spoke-a", "http://web:8080")).isEqualTo(url);
        assertThatThrownBy(() -> get(url)).isInstanceOf(IOException.class);
        for (String pod : new String[] {"first", "second"}) {
            try (Program.Running program = new Recorder().start(Map.of(), Path.of("/"))) {
                backends.add(pod(pod), container(), program.address());
                assertThat(get(url)).isEqualTo(204);
                backends.remove(pod(pod), container());
            }
        }
    }

    private static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("spoke-a")
                .withName(name)
                .addToLabels("app", "web")
                .endMetadata()
                .build();
    }

    private static Container container() {
        return new ContainerBuilder()
                .withName("web")
                .addNewPort()
                .withName("http")
                .withContainerPort(80)
                .endPort()
                .build();
    }

    private static int get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
