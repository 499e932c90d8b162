package io.wheelwright.agent;

import io.wheelwright.agent.protocol.DirectoryRegistration;
import io.wheelwright.agent.protocol.HeartbeatRequest;
import io.wheelwright.agent.protocol.HeartbeatResponse;
import io.wheelwright.agent.protocol.LicenseBundle;
import io.wheelwright.agent.protocol.Manifest;
import io.wheelwright.agent.protocol.UsageReport;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What the agent may ask of the hub. The key is read anew for each call, so that a rotated one works at once. */
final class HubClient {
    private static final int LONGEST_DETAIL = 300;

    private final Http http = new Http(Duration.ofSeconds(5), Duration.ofSeconds(10));
    private final String base;
    private final String spokeId;
    private final Path keyFile;
    private final Clock clock;

    HubClient(URI hub, String spokeId, Path keyFile, Clock clock) {
        this.base = hub + "/hub/api/v1";
        this.spokeId = spokeId;
        this.keyFile = keyFile;
        this.clock = clock;
    }

    HeartbeatResponse heartbeat(HeartbeatRequest report) throws HubException {
        return parse(exchange(post("/heartbeat", report)), HeartbeatResponse.class);
    }

    /** Reports what was used in a period. */
    void report(UsageReport usage) throws HubException {
        exchange(post("/usage", usage));
    }

    void register(DirectoryRegistration registration) throws HubException {
        exchange(post("/directory", registration));
    }

    /** The spoke's manifest, once one is published. */
    Optional<Manifest> manifest() throws HubException {
        Http.Answer answer = call(get("/manifest"));
        return answer.status() == HttpURLConnection.HTTP_NOT_FOUND
                ? Optional.empty()
                : Optional.of(parse(successful(answer), Manifest.class));
    }

    LicenseBundle license() throws HubException {
        return parse(exchange(get("/license")), LicenseBundle.class);
    }

    private Call get(String ofSpoke) {
        return authorization -> http.get(uri("/spokes/" + spokeId + ofSpoke), authorization);
    }

    private Call post(String path, Object body) {
        return authorization -> http.post(uri(path), authorization, Json.MAPPER.writeValueAsBytes(body));
    }

    private interface Call {
        Http.Answer with(Map<String, String> authorization) throws IOException;
    }

    private Http.Answer exchange(Call call) throws HubException {
        return successful(call(call));
    }

    private Http.Answer call(Call call) throws HubException {
        Map<String, String> authorization = Map.of("Authorization", "Bearer " + key());
        try {
            return call.with(authorization);
        } catch (IOException e) {
            throw HubException.unreachable(e.toString());
        }
    }

    private Http.Answer successful(Http.Answer answer) throws HubException {
        if (answer.successful()) {
            return answer;
        }
        Duration retryAfter = answer.retryAfterHeader()
                .flatMap(header -> RetryAfter.parse(header, clock.instant()))
                .orElse(Duration.ZERO);
        throw HubException.refused(answer.status(), detail(answer), retryAfter);
    }

    /** What the problem document says, short enough for a line of the log; empty when the answer is none. */
    private static String detail(Http.Answer answer) {
        try {
            String detail = Json.MAPPER.readTree(answer.body()).path("detail").asText();
            String line = detail.replaceAll("\\p{Cntrl}", " ").strip();
            return line.substring(0, Math.min(line.length(), LONGEST_DETAIL));
        } catch (IOException e) {
            return "";
        }
    }

    private String key() throws HubException {
        try {
            return Files.readString(keyFile).strip();
        } catch (IOException e) {
            throw HubException.withoutKey(e.toString());
        }
    }

    private static <T> T parse(Http.Answer answer, Class<T> type) throws HubException {
        try {
            T parsed = Json.MAPPER.readValue(answer.body(), type);
            if (parsed == null) {
                throw HubException.unreachable("the answer is empty");
            }
            return parsed;
        } catch (IOException e) {
            throw HubException.unreachable("the answer is no " + type.getSimpleName());
        }
    }

    private URI uri(String path) {
        return URI.create(base + path);
    }
}
