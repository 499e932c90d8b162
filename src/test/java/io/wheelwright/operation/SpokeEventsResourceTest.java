package io.wheelwright.operation;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.Json;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class SpokeEventsResourceTest {

    @Inject
    TestSpokes spokes;

    @Inject
    ProvisioningEvents events;

    HubSpace space;

    @Test
    void areListedInOrderAndOnce() {
        TestSpoke spoke = spokes.make();
        record(spoke, "Claim", "completed");
        record(spoke, "Claim", "completed");
        record(spoke, "Provision", "waiting");
        record(spoke, "Provision", "completed");

        given().header("Authorization", "Bearer " + space.adminToken())
                .accept("application/json")
                .get(path(spoke.id()))
                .then()
                .statusCode(200)
                .body("items.phase", contains("Claim", "Provision", "Provision"))
                .body("items.status", contains("completed", "waiting", "completed"));
    }

    @Test
    void areReadInPartsByCursors() {
        TestSpoke spoke = spokes.make();
        List.of("Claim", "Provision", "Boot").forEach(phase -> record(spoke, phase, "completed"));

        String cursor = given().header("Authorization", "Bearer " + space.adminToken())
                .accept("application/json")
                .queryParam("limit", 2)
                .get(path(spoke.id()))
                .then()
                .statusCode(200)
                .body("items.phase", contains("Claim", "Provision"))
                .body("total", equalTo(3))
                .extract()
                .path("next_cursor");

        given().header("Authorization", "Bearer " + space.adminToken())
                .accept("application/json")
                .queryParam("cursor", cursor)
                .get(path(spoke.id()))
                .then()
                .statusCode(200)
                .body("items.phase", contains("Boot"))
                .body("next_cursor", nullValue());
    }

    @Test
    void areStreamedAsTheyHappenAndTheStreamEndsWithTheSpoke() {
        TestSpoke spoke = spokes.make();
        record(spoke, "Claim", "completed");
        Stream stream = open(spoke, null);
        stream.await("Claim");

        record(spoke, "Provision", "completed");

        stream.await("Claim", "Provision");
        assertThat(stream.ended().isDone()).isFalse();
        spokes.end(spoke);
        assertThat(stream.ended()).succeedsWithin(SOON);
        assertThat(stream.status().join()).isEqualTo(200);
    }

    @Test
    void aStreamGoesOnBehindTheLastEventThatWasSeen() {
        TestSpoke spoke = spokes.make();
        record(spoke, "Claim", "completed");
        record(spoke, "Provision", "completed");
        Stream first = open(spoke, null);
        first.await("Claim", "Provision");
        String seen = first.events().get(0).path("id").asText();

        Stream second = open(spoke, seen);

        second.await("Provision");
        spokes.end(spoke);
    }

    @Test
    void thereIsNoStreamOfASpokeThatIsNotThere() {
        given().header("Authorization", "Bearer " + space.adminToken())
                .accept("text/event-stream")
                .get(path("nobody"))
                .then()
                .statusCode(404);
    }

    private void record(TestSpoke spoke, String phase, String status) {
        events.record(spoke.uid(), spoke.id(), phase, status, "Completed", phase + " " + status);
    }

    /** A stream that is open. */
    private record Stream(List<JsonNode> events, CompletableFuture<Integer> status, CompletableFuture<Void> ended) {

        void await(String... phases) {
            Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(events)
                    .extracting(event -> event.path("phase").asText())
                    .containsExactly(phases));
        }
    }

    private Stream open(TestSpoke spoke, String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(space.url().resolve(path(spoke.id())))
                .header("Authorization", "Bearer " + space.adminToken())
                .header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        List<JsonNode> events = new CopyOnWriteArrayList<>();
        CompletableFuture<Integer> status = new CompletableFuture<>();
        CompletableFuture<Void> ended = HttpClient.newHttpClient()
                .sendAsync(request.build(), answer -> {
                    status.complete(answer.statusCode());
                    return HttpResponse.BodySubscribers.fromLineSubscriber(new Lines(line -> {
                        if (line.startsWith("data:")) {
                            events.add(Json.read(line.substring("data:".length()), JsonNode.class));
                        }
                    }));
                })
                .thenAccept(answer -> {});
        return new Stream(events, status, ended);
    }

    /** Takes lines as they come. */
    private record Lines(Consumer<String> each) implements Flow.Subscriber<String> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            each.accept(line);
        }

        @Override
        public void onError(Throwable broken) {}

        @Override
        public void onComplete() {}
    }

    private static String path(String spoke) {
        return "/hub/api/v1/spokes/" + spoke + "/events";
    }
}
