package io.wheelwright.release;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.wheelwright.api.v1alpha1.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The objects of a release as Helm has recorded them, with what Helm adds to each when it makes it. */
final class Manifest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private Manifest() {}

    /** The objects; none when it is no YAML, for a chart can write into the record of its release. */
    static List<Map<String, Object>> objects(String manifest, ReleaseName release) {
        try (MappingIterator<Map<String, Object>> documents =
                YAML.readerFor(OBJECT).readValues(manifest)) {
            return documents.readAll().stream()
                    .filter(Objects::nonNull)
                    .map(object -> asMade(object, release))
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
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
