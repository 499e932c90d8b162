package io.wheelwright.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The API server's own record of what the hub asked of it: all that it wrote, also as one of the deployers that Helm acts
 * as, and which Secrets it read. Leases are recorded whoever renews them, so that the log moves on as time does.
 */
public record AuditLog(Path policy, Path file) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HUB = "system:serviceaccount:wheelwright-system:";
    private static final String DEPLOYER = "system:serviceaccount:wheelwright-deployers:";
    private static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
              - level: Metadata
                verbs: [create, update, patch, delete, deletecollection]
                userGroups: [system:serviceaccounts:wheelwright-system, system:serviceaccounts:wheelwright-deployers]
              - level: Metadata
                verbs: [get]
                userGroups: [system:serviceaccounts:wheelwright-system]
                resources: [{group: "", resources: [secrets]}]
              - level: Metadata
                verbs: [update, patch]
                resources: [{group: coordination.k8s.io, resources: [leases]}]
              - level: None
            """;

    private static final Set<String> READS = Set.of("get", "list", "watch");

    /** What is asked by creating it, and never stored. */
    private static final Set<String> QUESTIONS = Set.of("authentication.k8s.io", "authorization.k8s.io");

    /** Who asked for a thing. */
    public enum Account {
        HUB,
        DEPLOYER,
        OTHER
    }

    /**
     * What was asked, and answered.
     *
     * @param effective whether it was done, and not refused or only rehearsed
     */
    public record Call(
            Instant at,
            Account account,
            String verb,
            String group,
            String resource,
            String namespace,
            String name,
            boolean effective) {

        public boolean isWrite() {
            return !READS.contains(verb) && !QUESTIONS.contains(group);
        }

        public boolean isOfLease() {
            return resource.equals("leases");
        }
    }

    /** An audit log in that directory; a former one is forgotten. */
    public static AuditLog in(Path directory) {
        try {
            Path own = Files.createDirectories(directory.toAbsolutePath());
            Path policy = own.resolve("policy.yaml");
            Files.writeString(policy, POLICY);
            Path file = own.resolve("audit.log");
            Files.deleteIfExists(file);
            return new AuditLog(policy, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What makes an API server keep it, in one file. */
    public List<String> apiServerFlags() {
        return List.of("--audit-policy-file=" + policy, "--audit-log-path=" + file, "--audit-log-maxsize=4096");
    }

    /** When the last call was answered that it tells of. */
    public Instant now() {
        return since(Instant.EPOCH).stream()
                .map(Call::at)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /** What was answered after {@code begin}. */
    public List<Call> since(Instant begin) {
        try {
            return written()
                    .map(AuditLog::parse)
                    .map(AuditLog::call)
                    .filter(call -> call.at().isAfter(begin))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last line may be only half there. */
    private Stream<String> written() throws IOException {
        String text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines();
    }

    /** What the hub and its deployers wrote after {@code begin}, leases apart. */
    public List<Call> writesSince(Instant begin) {
        return since(begin).stream()
                .filter(call -> call.account() != Account.OTHER)
                .filter(Call::isWrite)
                .filter(call -> !call.isOfLease())
                .toList();
    }

    private static Call call(JsonNode event) {
        JsonNode object = event.path("objectRef");
        String part = object.path("subresource").asText();
        return new Call(
                Instant.parse(event.path("stageTimestamp").asText()),
                account(event.path("user").path("username").asText()),
                event.path("verb").asText(),
                object.path("apiGroup").asText(),
                object.path("resource").asText() + (part.isEmpty() ? "" : "/" + part),
                object.path("namespace").asText(),
                object.path("name").asText(),
                event.path("responseStatus").path("code").asInt() < 300
                        && !event.path("requestURI").asText().contains("dryRun="));
    }

    private static Account account(String user) {
        return user.startsWith(HUB) ? Account.HUB : user.startsWith(DEPLOYER) ? Account.DEPLOYER : Account.OTHER;
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException("not an audit event: " + line, e);
        }
    }
}
