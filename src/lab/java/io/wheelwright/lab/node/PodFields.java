package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values that a pod spec takes from the pod itself ({@code fieldRef}). */
record PodFields(Pod pod, String ip) {

    private static final Pattern ENTRY = Pattern.compile("metadata\\.(labels|annotations)\\['(.+)']");

    String value(String path) {
        Matcher entry = ENTRY.matcher(path);
        if (entry.matches()) {
            return of(map(entry.group(1)), entry.group(2));
        }
        return switch (path) {
            case "metadata.name" -> pod.getMetadata().getName();
            case "metadata.namespace" -> pod.getMetadata().getNamespace();
            case "metadata.uid" -> pod.getMetadata().getUid();
            case "metadata.labels" -> lines(pod.getMetadata().getLabels());
            case "metadata.annotations" -> lines(pod.getMetadata().getAnnotations());
            case "spec.nodeName" -> pod.getSpec().getNodeName();
            case "spec.serviceAccountName" -> pod.getSpec().getServiceAccountName();
            case "status.podIP", "status.podIPs" -> ip;
            case "status.hostIP", "status.hostIPs" -> NodeIdentity.ADDRESS;
            default -> "";
        };
    }

    private Map<String, String> map(String kind) {
        return "labels".equals(kind)
                ? pod.getMetadata().getLabels()
                : pod.getMetadata().getAnnotations();
    }

    private static String of(Map<String, String> map, String key) {
        return map == null ? "" : map.getOrDefault(key, "");
    }

    private static String lines(Map<String, String> map) {
        StringBuilder lines = new StringBuilder();
        if (map != null) {
            map.forEach((key, value) ->
                    lines.append(key).append("=\"").append(value).append("\"\n"));
        }
        return lines.toString();
    }
}
