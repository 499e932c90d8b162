package io.wheelwright.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleApplicationTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path root;

    private SampleApplication application;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(root.resolve("run/wheelwright"));
        access("full");
        application = SampleApplication.start(Map.of("WHEELWRIGHT_LISTEN", "127.0.0.1:0"), root);
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void writesCountsAndExportsWithFullAccess() throws Exception {
        assertThat(add("{\"name\": \"Rose water\"}").statusCode()).isEqualTo(201);

        assertThat(get("/usage").body()).contains("\"product_count\":1");
        assertThat(get("/export").body()).isEqualTo("{\"products\":[\"Rose water\"]}");
        assertThat(get("/").body()).contains("<strong>full</strong>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"read_only", "export_only", "none", "unlicensed"})
    void refusesWritesWithoutFullAccessAndSaysWhatToDo(String access) throws Exception {
        access(access);

        HttpResponse<String> refused = add("{\"name\": \"Rose water\"}");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body())
                .contains(access)
                .contains("/export still work")
                .contains("customer portal");
        assertThat(get("/usage").body()).contains("\"product_count\":0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"name\": \" \"}"})
    void refusesWhatIsNoProduct(String body) throws Exception {
        assertThat(add(body).statusCode()).isEqualTo(400);
    }

    @Test
    void keepsTheAccessItKnewWhileTheAgentIsAway() throws Exception {
        get("/");
        Files.delete(root.resolve("run/wheelwright/access.json"));

        assertThat(add("{\"name\": \"Rose water\"}").statusCode()).isEqualTo(201);
    }

    private void access(String access) throws IOException {
        Files.writeString(
                root.resolve("run/wheelwright/access.json"),
                "{\"access\": \"" + access + "\", \"message\": \"So it is.\"}");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> add(String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri("/api/products"))
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + application.address().getPort() + path);
    }
}
