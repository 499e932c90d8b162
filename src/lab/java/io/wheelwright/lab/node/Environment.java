package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment of a container, and what it names that does not exist.
 *
 * @param missing the kubelet's words about absent objects and keys; a container with any cannot be created
 */
record Environment(Map<String, String> values, List<String> missing) {

    static Environment of(Container container, PodFields fields, ConfigObjects objects) {
        Resolution resolution = new Resolution(fields, objects);
        resolution.values.put("HOSTNAME", fields.value("metadata.name"));
        container.getEnvFrom().forEach(resolution::addAll);
        container.getEnv().forEach(resolution::add);
        return new Environment(resolution.values, List.copyOf(resolution.missing));
    }

    /** Values may be secrets. */
    @Override
    public String toString() {
        return "Environment" + values.keySet();
    }

    private static final class Resolution {

        private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^)]+)\\)");

        private final PodFields fields;
        private final ConfigObjects objects;
        private final Map<String, String> values = new LinkedHashMap<>();
        private final List<String> missing = new ArrayList<>();

        Resolution(PodFields fields, ConfigObjects objects) {
            this.fields = fields;
            this.objects = objects;
        }

        void addAll(EnvFromSource source) {
            String prefix = source.getPrefix() == null ? "" : source.getPrefix();
            all(source).ifPresent(all -> all.forEach((key, value) -> values.put(prefix + key, text(value))));
        }

        void add(EnvVar variable) {
            if (variable.getValueFrom() == null) {
                String value = variable.getValue() == null ? "" : variable.getValue();
                values.put(variable.getName(), expand(value));
            } else {
                one(variable.getValueFrom()).ifPresent(value -> values.put(variable.getName(), value));
            }
        }

        private Optional<Map<String, byte[]>> all(EnvFromSource source) {
            if (source.getSecretRef() != null) {
                String name = source.getSecretRef().getName();
                return orMissing(
                        objects.secret(name),
                        source.getSecretRef().getOptional(),
                        "secret \"%s\" not found".formatted(name));
            }
            String name = source.getConfigMapRef().getName();
            return orMissing(
                    objects.configMap(name),
                    source.getConfigMapRef().getOptional(),
                    "configmap \"%s\" not found".formatted(name));
        }

        private Optional<String> one(EnvVarSource source) {
            if (source.getSecretKeyRef() != null) {
                SecretKeySelector ref = source.getSecretKeyRef();
                return key("secret", objects.secret(ref.getName()), ref.getName(), ref.getKey(), ref.getOptional());
            }
            if (source.getConfigMapKeyRef() != null) {
                ConfigMapKeySelector ref = source.getConfigMapKeyRef();
                return key(
                        "configmap", objects.configMap(ref.getName()), ref.getName(), ref.getKey(), ref.getOptional());
            }
            if (source.getFieldRef() != null) {
                return Optional.of(fields.value(source.getFieldRef().getFieldPath()));
            }
            return Optional.empty();
        }

        private Optional<String> key(
                String kind, Optional<Map<String, byte[]>> object, String name, String key, Boolean optional) {
            return orMissing(object, optional, "%s \"%s\" not found".formatted(kind, name))
                    .flatMap(all -> orMissing(
                            Optional.ofNullable(all.get(key)),
                            optional,
                            "couldn't find key %s in %s %s/%s"
                                    .formatted(key, kind, fields.value("metadata.namespace"), name)))
                    .map(Resolution::text);
        }

        private <T> Optional<T> orMissing(Optional<T> value, Boolean optional, String message) {
            if (value.isEmpty() && !Boolean.TRUE.equals(optional)) {
                missing.add(message);
            }
            return value;
        }

        /** References to variables defined before; an unknown one stays as it is written. */
        private String expand(String value) {
            return REFERENCE
                    .matcher(value)
                    .replaceAll(match -> Matcher.quoteReplacement(
                            match.group(1) == null ? "$" : values.getOrDefault(match.group(1), match.group())));
        }

        private static String text(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
