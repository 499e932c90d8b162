package io.wheelwright.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.lab.HubSpace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The REST API of a hub under test, as its administrator calls it, or the holder of another key. */
public final class Rest {

    private final HttpClient http = HttpClient.newHttpClient();
    private final HubSpace space;
    private final String key;

    Rest(HubSpace space) {
        this(space, space.adminToken());
    }

    private Rest(HubSpace space, String key) {
        this.space = space;
        this.key = key;
    }

    /** The same as the holder of this key calls it. */
    public Rest as(String other) {
        return new Rest(space, other);
    }

    /** Reads, expects the status, and returns the body. */
    public String get(String path, int status) {
        return call("GET", path, null, status);
    }

    /** Posts JSON, expects the status, and returns the body. */
    public String post(String path, String body, int status) {
        return call("POST", path, body, status);
    }

    /** Puts JSON, expects the status, and returns the body. */
    public String put(String path, String body, int status) {
        return call("PUT", path, body, status);
    }

    /** Deletes, expects the status, and returns the body. */
    public String delete(String path, int status) {
        return call("DELETE", path, null, status);
    }

    private String call(String method, String path, String body, int status) {
        BodyPublisher sent = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest request = HttpRequest.newBuilder(URI.create(space.url() + "/hub/api/v1" + path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, sent)
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode())
                    .as("%s %s: %s", method, path, response.body())
                    .isEqualTo(status);
            return response.body();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
