package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The files that a Secret or a ConfigMap stands for. */
final class Contents {

    private Contents() {}

    static Map<String, byte[]> of(Secret secret) {
        return decoded(secret.getData());
    }

    static Map<String, byte[]> of(ConfigMap config) {
        Map<String, byte[]> files = decoded(config.getBinaryData());
        if (config.getData() != null) {
            config.getData().forEach((key, value) -> files.put(key, value.getBytes(StandardCharsets.UTF_8)));
        }
        return files;
    }

    private static Map<String, byte[]> decoded(Map<String, String> data) {
        Map<String, byte[]> files = new HashMap<>();
        if (data != null) {
            data.forEach((key, value) -> files.put(key, Base64.getDecoder().decode(value)));
        }
        return files;
    }
}
