package io.wheelwright.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubClientTest {
    @TempDir
    Path folder;

    @Test
    void tellsWhatTheHubHasAgainstARequest() throws IOException {
        assertThat(refusal("{\"status\": 400, \"detail\": \"usage must have at most\\n64 entries\"}"))
                .isEqualTo("The hub answers 400: usage must have at most 64 entries");
    }

    @Test
    void tellsLittleOfALongDetailAndNothingOfWhatIsNoProblem() throws IOException {
        assertThat(refusal("{\"detail\": \"" + "x".repeat(10_000) + "\"}")).hasSizeLessThan(400);
        assertThat(refusal("<html>")).isEqualTo("The hub answers 400.");
        assertThat(refusal("")).isEqualTo("The hub answers 400.");
        assertThat(refusal("{}")).isEqualTo("The hub answers 400.");
    }

    private String refusal(String body) throws IOException {
        Path key = Files.writeString(folder.resolve("key"), RecordingHub.KEY);
        try (RecordingHub hub = new RecordingHub()) {
            hub.reply("POST /directory", 400, body);
            HubClient client = new HubClient(URI.create(hub.url()), "acme", key, Clock.systemUTC());
            return catchThrowableOfType(HubException.class, () -> client.register(null))
                    .getMessage();
        }
    }
}
