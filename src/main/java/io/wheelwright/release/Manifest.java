package io.wheelwright.release;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLAnchorReplayingFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.wheelwright.api.v1alpha1.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;

/** The objects of a release as Helm has recorded them, with what Helm adds to each when it makes it. */
final class Manifest {

    /** As few as no manifest of use has more; anchors can make much of little. */
    private static final int MOST_TOKENS = 500_000;

    private static final int MOST_CHARACTERS = 8 * 1024 * 1024;

    /** Helm resolves anchors when it applies a manifest, and so does this. */
    private static final YAMLMapper YAML = new YAMLMapper(new YAMLAnchorReplayingFactory(
            YAMLFactory.builder().loaderOptions(largeOnes()).build(), null));

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private Manifest() {}

    /**
     * The objects.
     *
     * @throws IOException when it is no list of objects in YAML: a chart can write into the record of its release
     */
    static List<Map<String, Object>> objects(String manifest, ReleaseName release) throws IOException {
        List<Map<String, Object>> objects = new ArrayList<>();
        try (JsonParser parser = new Bounded(YAML.createParser(manifest));
                MappingIterator<JsonNode> documents =
                        YAML.readerFor(JsonNode.class).readValues(parser)) {
            for (JsonNode document : documents.readAll()) {
                if (document.isObject()) {
                    objects.add(asMade(YAML.convertValue(document, OBJECT), release));
                } else if (!document.isNull()
                        && !(document.isTextual() && document.asText().isEmpty())) {
                    throw new IOException("a document is no object");
                }
            }
        }
        return List.copyOf(objects);
    }

    /** SnakeYAML alone reads 3 MiB. */
    private static LoaderOptions largeOnes() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        return options;
    }

    /** Counts what comes out of an anchor, too; the limits of the parser itself do not. */
    private static final class Bounded extends JsonParserDelegate {

        private int tokens;

        Bounded(JsonParser parser) {
            super(parser);
        }

        @Override
        public JsonToken nextToken() throws IOException {
            tokens++;
            if (tokens > MOST_TOKENS) {
                throw new IOException("more than " + MOST_TOKENS + " tokens");
            }
            return super.nextToken();
        }
    }

    private static Map<String, Object> asMade(Map<String, Object> object, ReleaseName release) {
        Map<String, Object> made = new LinkedHashMap<>(object);
        Map<String, Object> metadata = fields(made, "metadata");
        metadata.putIfAbsent("namespace", release.namespace());
        fields(metadata, "labels").put(Labels.MANAGED_BY, "Helm");
        Map<String, Object> annotations = fields(metadata, "annotations");
        annotations.put("meta.helm.sh/release-name", release.name());
        annotations.put("meta.helm.sh/release-namespace", release.namespace());
        if (made.remove("stringData") instanceof Map<?, ?> texts) {
            Map<String, Object> data = fields(made, "data");
            texts.forEach((key, text) -> data.put(
                    key.toString(),
                    Base64.getEncoder().encodeToString(String.valueOf(text).getBytes(StandardCharsets.UTF_8))));
        }
        return made;
    }

    /** The object under that name, made when it is not there. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> fields(Map<String, Object> object, String name) {
        Map<String, Object> copy = object.get(name) instanceof Map<?, ?> present
                ? new LinkedHashMap<>((Map<String, Object>) present)
                : new LinkedHashMap<>();
        object.put(name, copy);
        return copy;
    }
}
