package io.wheelwright.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTimeTest {

    private static final AnswerTime TIME = new AnswerTime(Duration.ofSeconds(60));

    @ParameterizedTest
    @CsvSource(
            value = {
                "POST, /hub/api/v1/provision, wait=120, 180",
                "POST, /hub/api/v1/provision, 'respond-async, wait=999', 1059",
                "POST, /hub/api/v1/provision, wait=99999, 60",
                "POST, /hub/api/v1/provision, , 60",
                "POST, /hub/api/v1/signup, wait=120, 60",
                "GET, /hub/api/v1/provision, wait=120, 60"
            })
    void onlyAnOrderIsLetWait(String method, String path, String prefer, long seconds) {
        assertThat(TIME.of(HttpMethod.valueOf(method), path, prefer, "application/json"))
                .contains(Duration.ofSeconds(seconds));
    }

    @Test
    void onlyAStreamOfEventsAndTheVerificationOfTheAuditHaveNoEnd() {
        assertThat(TIME.of(HttpMethod.GET, "/hub/api/v1/audit/verification", null, "application/json"))
                .isEmpty();
        assertThat(TIME.of(HttpMethod.GET, "/hub/api/v1/spokes/acme/events", null, "text/event-stream"))
                .isEmpty();
        assertThat(TIME.of(HttpMethod.GET, "/hub/api/v1/spokes/acme/events", null, "application/json"))
                .isPresent();
        assertThat(TIME.of(HttpMethod.GET, "/hub/api/v1/audit", null, "text/event-stream"))
                .isPresent();
    }
}
