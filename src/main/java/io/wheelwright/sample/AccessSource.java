package io.wheelwright.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Where the application learns its access. An agent that is away for a while leaves it as it was. */
abstract class AccessSource {
    private final ObjectMapper json = new ObjectMapper();
    private volatile Access last = Access.UNKNOWN;

    /** Asks the agent's endpoint {@code /access}. */
    static AccessSource agent(URI agent) {
        return new AccessSource() {
            @Override
            InputStream open() throws IOException {
                URLConnection connection = URI.create(agent + "/access").toURL().openConnection();
                connection.setConnectTimeout((int) Duration.ofSeconds(2).toMillis());
                connection.setReadTimeout((int) Duration.ofSeconds(2).toMillis());
                return connection.getInputStream();
            }
        };
    }

    /** Reads the file {@code access.json} that an agent in the same pod writes. */
    static AccessSource file(Path accessFile) {
        return new AccessSource() {
            @Override
            InputStream open() throws IOException {
                return Files.newInputStream(accessFile);
            }
        };
    }

    abstract InputStream open() throws IOException;

    Access current() {
        try (InputStream in = open()) {
            JsonNode told = json.readTree(in);
            last = new Access(
                    told.path("access").asText(Access.UNKNOWN.access()),
                    told.path("message").asText(""));
        } catch (IOException e) {
            // what was known last still holds
        }
        return last;
    }
}
