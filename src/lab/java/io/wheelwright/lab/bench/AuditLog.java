package io.wheelwright.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The API server's own record of who wrote what. */
record AuditLog(Path policy, Path file) {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
              - level: Metadata
                verbs: [create, update, patch, delete, deletecollection]
              - level: None
            """;

    /** Who wrote, what it did, and to what kind of object. */
    record Write(String account, String verb, String resource) {}

    static AuditLog in(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path policy = directory.toAbsolutePath().resolve("policy.yaml");
        Files.writeString(policy, POLICY);
        Path file = directory.toAbsolutePath().resolve("audit.log");
        Files.deleteIfExists(file);
        return new AuditLog(policy, file);
    }

    List<String> apiServerFlags() {
        return List.of("--audit-policy-file=" + policy, "--audit-log-path=" + file);
    }

    /** How many writes of each kind the accounts of that namespace have made so far. */
    Map<Write, Long> writes(String accountNamespace) throws IOException {
        String prefix = "system:serviceaccount:" + accountNamespace + ":";
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(AuditLog::parse)
                    .filter(event ->
                            event.path("user").path("username").asText().startsWith(prefix))
                    .map(event -> write(event, prefix))
                    .collect(Collectors.groupingBy(write -> write, Collectors.counting()));
        }
    }

    /** What was written between two looks. */
    static Map<Write, Long> since(Map<Write, Long> now, Map<Write, Long> before) {
        return now.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue() - before.getOrDefault(entry.getKey(), 0L)));
    }

    /** Who wrote is left out: what each kind of object was written in all. */
    static Map<String, Long> byResource(Map<Write, Long> writes) {
        return writes.entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.getKey().verb() + " " + entry.getKey().resource(),
                        TreeMap::new,
                        Collectors.summingLong(Map.Entry::getValue)));
    }

    private static Write write(JsonNode event, String prefix) {
        JsonNode object = event.path("objectRef");
        String part = object.path("subresource").asText("");
        return new Write(
                event.path("user").path("username").asText().substring(prefix.length()),
                event.path("verb").asText(),
                object.path("resource").asText() + (part.isEmpty() ? "" : "/" + part));
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException("not an audit event: " + line, e);
        }
    }
}
