package io.wheelwright.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running hub, asked as its administrator. The token goes to its URL and nowhere else: no redirect is followed. */
final class Hub {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI url;
    private final String token;
    private final Duration timeout;

    /**
     * @param url without what follows {@code /hub}
     * @param token of an administrator, with visible characters only
     * @param timeout how long one answer is waited for, to its end
     */
    Hub(URI url, String token, Duration timeout) {
        this.url = url;
        this.token = token;
        this.timeout = timeout;
    }

    /**
     * What the hub has answered.
     *
     * @param text as it came
     */
    record Answer(String text, JsonNode json) {}

    /**
     * Reads.
     *
     * @param field that an answer of a hub has
     * @throws Refusal where there is no such answer
     */
    Answer get(String path, String field) {
        return answer(request(path).GET(), field, false);
    }

    /**
     * Asks for something.
     *
     * @param field that an answer of a hub has
     * @param makes whether something is made by it
     * @throws Refusal where there is no such answer
     */
    Answer post(String path, Map<String, Object> body, String field, boolean makes) {
        return answer(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JSON.valueToTree(body).toString())),
                field,
                makes);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + "/hub/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json, application/problem+json");
    }

    private Answer answer(HttpRequest.Builder request, String field, boolean makes) {
        HttpResponse<String> response = send(request.build(), makes);
        JsonNode json = parsed(response.body());
        if (response.statusCode() / 100 != 2) {
            throw Refusal.of(url, response, json);
        }
        if (!json.hasNonNull(field)) {
            throw Refusal.strange(url);
        }
        return new Answer(response.body(), json);
    }

    /** The timeout is that of the whole answer; one of the request itself would end with its headers. */
    private HttpResponse<String> send(HttpRequest request, boolean makes) {
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request, BodyHandlers.ofString());
        try {
            return answer.get(timeout.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw Refusal.late(url, timeout, makes);
        } catch (ExecutionException e) {
            throw Refusal.unreachable(url, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.interrupted(url);
        } finally {
            answer.cancel(true);
        }
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException other) {
            return MissingNode.getInstance();
        }
    }
}
