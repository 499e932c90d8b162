package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of a volume that is made from API objects: Secret, ConfigMap, downward API, or several of them projected.
 *
 * @param missing what the volume names and does not exist; a pod with any cannot start
 */
record VolumeFiles(Map<String, byte[]> files, List<String> missing) {

    /** Whether the volume's files come from API objects; the others are directories that containers write. */
    static boolean isMadeOfObjects(Volume volume) {
        return volume.getSecret() != null
                || volume.getConfigMap() != null
                || volume.getProjected() != null
                || volume.getDownwardAPI() != null;
    }

    static VolumeFiles of(Volume volume, PodFields fields, ConfigObjects objects) {
        Collection collection = new Collection(fields, objects);
        if (volume.getSecret() != null) {
            collection.secret(
                    volume.getSecret().getSecretName(),
                    volume.getSecret().getItems(),
                    volume.getSecret().getOptional());
        } else if (volume.getConfigMap() != null) {
            collection.configMap(
                    volume.getConfigMap().getName(),
                    volume.getConfigMap().getItems(),
                    volume.getConfigMap().getOptional());
        } else if (volume.getDownwardAPI() != null) {
            collection.fields(volume.getDownwardAPI().getItems());
        } else {
            volume.getProjected().getSources().forEach(collection::source);
        }
        return new VolumeFiles(collection.files, List.copyOf(collection.missing));
    }

    /** Files may be secrets. */
    @Override
    public String toString() {
        return "VolumeFiles" + files.keySet();
    }

    private static final class Collection {

        private final PodFields fields;
        private final ConfigObjects objects;
        private final Map<String, byte[]> files = new TreeMap<>();
        private final List<String> missing = new ArrayList<>();

        Collection(PodFields fields, ConfigObjects objects) {
            this.fields = fields;
            this.objects = objects;
        }

        void source(VolumeProjection source) {
            if (source.getSecret() != null) {
                secret(
                        source.getSecret().getName(),
                        source.getSecret().getItems(),
                        source.getSecret().getOptional());
            } else if (source.getConfigMap() != null) {
                configMap(
                        source.getConfigMap().getName(),
                        source.getConfigMap().getItems(),
                        source.getConfigMap().getOptional());
            } else if (source.getDownwardAPI() != null) {
                fields(source.getDownwardAPI().getItems());
            } else if (source.getServiceAccountToken() != null) {
                // No program of a spoke talks to the API server: the file is there and says nothing.
                files.put(source.getServiceAccountToken().getPath(), new byte[0]);
            }
        }

        void secret(String name, List<KeyToPath> items, Boolean optional) {
            object("secret", name, objects.secret(name), items, Boolean.TRUE.equals(optional));
        }

        void configMap(String name, List<KeyToPath> items, Boolean optional) {
            object("configmap", name, objects.configMap(name), items, Boolean.TRUE.equals(optional));
        }

        void fields(List<DownwardAPIVolumeFile> items) {
            for (DownwardAPIVolumeFile item : items) {
                if (item.getFieldRef() != null) {
                    String value = fields.value(item.getFieldRef().getFieldPath());
                    files.put(item.getPath(), value.getBytes(StandardCharsets.UTF_8));
                }
            }
        }

        private void object(
                String kind,
                String name,
                Optional<Map<String, byte[]>> object,
                List<KeyToPath> items,
                boolean optional) {
            if (object.isEmpty()) {
                if (!optional) {
                    missing.add("%s \"%s\" not found".formatted(kind, name));
                }
            } else if (items == null || items.isEmpty()) {
                files.putAll(object.get());
            } else {
                items.forEach(item -> item(kind, name, object.get(), item, optional));
            }
        }

        private void item(String kind, String name, Map<String, byte[]> all, KeyToPath item, boolean optional) {
            byte[] content = all.get(item.getKey());
            if (content != null) {
                files.put(item.getPath(), content);
            } else if (!optional) {
                missing.add("references non-existent key %s of %s %s".formatted(item.getKey(), kind, name));
            }
        }
    }
}
