package io.wheelwright.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.wheelwright.Digest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;

/** A Helm repository: a web server with an {@code index.yaml} that names archives. */
final class ChartRepository implements ChartServer {

    private static final YAMLMapper YAML = new YAMLMapper(
            YAMLFactory.builder().loaderOptions(asLargeAsFetched()).build());

    private final Web web;

    ChartRepository(Web web) {
        this.web = web;
    }

    /** SnakeYAML alone reads 3 MiB; indexes of large repositories have more. */
    private static LoaderOptions asLargeAsFetched() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Web.MOST_BYTES);
        return options;
    }

    @Override
    public Packed fetch(ChartReference.Remote chart) throws IOException, ReleaseException {
        URI base = URI.create(chart.repository().endsWith("/") ? chart.repository() : chart.repository() + "/");
        JsonNode entry = entry(base, chart);
        URI archive = base.resolve(entry.path("urls").path(0).asText());
        Web.Answer answer = web.get(archive, "*/*", Optional.empty());
        if (!answer.isFound()) {
            throw new IOException("%s answered %d for the archive".formatted(archive.getHost(), answer.status()));
        }
        String digest = "sha256:" + Digest.sha256(answer.body());
        String promised = entry.path("digest").asText("");
        if (!promised.isEmpty() && !digest.endsWith(promised)) {
            throw Charts.invalid("the archive is another than its repository says: it is " + digest);
        }
        return new Packed(answer.body(), List.of(digest));
    }

    private JsonNode entry(URI base, ChartReference.Remote chart) throws IOException {
        Web.Answer index = web.get(base.resolve("index.yaml"), "*/*", Optional.empty());
        if (!index.isFound()) {
            throw new IOException("%s answered %d for its index.yaml".formatted(base, index.status()));
        }
        JsonNode versions = YAML.readTree(index.body()).path("entries").path(chart.name());
        return StreamSupport.stream(versions.spliterator(), false)
                .filter(version -> version.path("version").asText().equals(chart.version()))
                .findFirst()
                .orElseThrow(
                        () -> new IOException("%s has no chart %s %s".formatted(base, chart.name(), chart.version())));
    }
}
