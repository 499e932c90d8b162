package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Sends events to the endpoints, one after the other, and again for three days when they are not taken. Its knobs make
 * deliveries come twice, late, never, or in another order.
 */
public final class Deliveries implements AutoCloseable {

    /**
     * One attempt that was made.
     *
     * @param status the endpoint's answer, 0 if there was none
     */
    public record Attempt(Instant at, String eventId, String type, String url, int status) {}

    private record Due(Instant at, long number, ObjectNode event, String endpoint, int attempt) {}

    private static final List<Duration> BACKOFF = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(12),
            Duration.ofHours(12),
            Duration.ofHours(12),
            Duration.ofHours(12));

    private final World world;
    private final Endpoints endpoints;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final List<Due> queue = new ArrayList<>();
    private final List<Attempt> attempts = new CopyOnWriteArrayList<>();
    private final Thread sender = new Thread(this::run, "stripe-lab-deliveries");
    private Predicate<String> dropped = type -> false;
    private Duration delay = Duration.ZERO;
    private int copies = 1;
    private boolean held;
    private boolean sending;
    private boolean closed;
    private long number;
    private Clock signing;
    private List<String> secrets = List.of();
    private Boolean live;
    private String apiVersion;

    Deliveries(World world, Endpoints endpoints) {
        this.world = world;
        this.endpoints = endpoints;
        world.events().deliverTo(this::accept);
        sender.setDaemon(true);
        sender.start();
    }

    /** How often each event is sent from now on; 1 is once. */
    public void copies(int times) {
        synchronized (world) {
            copies = times;
        }
    }

    /** Events of these types are not sent from now on, though they are in the list of events. */
    public void drop(Predicate<String> types) {
        synchronized (world) {
            dropped = types;
        }
    }

    /** How long each event waits, by the lab's clock, before it is sent. */
    public void delay(Duration by) {
        synchronized (world) {
            delay = by;
        }
    }

    /** Sends nothing until {@link #release} or {@link #releaseShuffled}. */
    public void hold() {
        synchronized (world) {
            held = true;
        }
    }

    /** Sends what was held, in order. */
    public void release() {
        synchronized (world) {
            held = false;
            world.notifyAll();
        }
    }

    /** Sends what was held, in an order that the seed decides. */
    public void releaseShuffled(long seed) {
        synchronized (world) {
            List<Due> waiting = new ArrayList<>(queue);
            queue.clear();
            Collections.shuffle(waiting, new Random(seed));
            waiting.forEach(
                    due -> queue.add(new Due(world.now(), ++number, due.event(), due.endpoint(), due.attempt())));
            release();
        }
    }

    /** Signs with another clock's time than the lab's; null goes back to the lab's. */
    public void signAt(Clock clock) {
        synchronized (world) {
            signing = clock;
        }
    }

    /** Signs with these secrets, one {@code v1} each, in place of the endpoint's; with none, goes back to that. */
    public void signWith(String... others) {
        synchronized (world) {
            secrets = List.of(others);
        }
    }

    /** Tells each change from now on by two events. */
    public void twins(boolean next) {
        synchronized (world) {
            world.events().twins(next);
        }
    }

    /** Says another mode in what is sent; null goes back to the account's. */
    public void sayLive(Boolean mode) {
        synchronized (world) {
            live = mode;
        }
    }

    /** Says another API version in what is sent; null goes back to the endpoint's. The shape stays as it is. */
    public void sayVersion(String version) {
        synchronized (world) {
            apiVersion = version;
        }
    }

    /** Sends an event again, as a person can from the dashboard. */
    public void resend(String eventId) {
        synchronized (world) {
            queue(world.events().get(eventId), 1, Duration.ZERO);
        }
    }

    /** What was attempted, in order. */
    public List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /** Waits until nothing is left to send now; what waits for a time or is held does not count. */
    public boolean awaitSent(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (world) {
            while (sending || next() != null) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                world.wait(Math.min(left, 50));
            }
            return true;
        }
    }

    private void accept(ObjectNode event) {
        if (!dropped.test(event.get("type").asText())) {
            queue(event, copies, delay);
        }
    }

    private void queue(ObjectNode event, int times, Duration wait) {
        for (ObjectNode endpoint : endpoints.wanting(event)) {
            event.put("pending_webhooks", Json.number(event, "pending_webhooks") + times);
            for (int i = 0; i < times; i++) {
                queue.add(new Due(world.now().plus(wait), ++number, event, Json.text(endpoint, "id"), 0));
            }
        }
        world.notifyAll();
    }

    private Due next() {
        return held
                ? null
                : queue.stream()
                        .filter(due -> !due.at().isAfter(world.now()))
                        .min(Comparator.comparing(Due::at).thenComparing(Due::number))
                        .orElse(null);
    }

    private void run() {
        try {
            while (true) {
                Due due;
                synchronized (world) {
                    sending = false;
                    world.notifyAll();
                    world.settle();
                    while ((due = next()) == null && !closed) {
                        world.wait(50);
                        world.settle();
                    }
                    if (closed) {
                        return;
                    }
                    queue.remove(due);
                    sending = true;
                }
                attempt(due);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt(Due due) throws InterruptedException {
        HttpRequest request;
        synchronized (world) {
            if (!endpoints.isOn(due.endpoint())) {
                return;
            }
            request = request(due);
        }
        int status = 0;
        try {
            status = http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException unreachable) {
            // 0 says it; the next attempt follows.
        }
        synchronized (world) {
            attempts.add(new Attempt(
                    world.now(),
                    Json.text(due.event(), "id"),
                    Json.text(due.event(), "type"),
                    request.uri().toString(),
                    status));
            if (status >= 200 && status < 300) {
                due.event().put("pending_webhooks", Json.number(due.event(), "pending_webhooks") - 1);
            } else if (due.attempt() < BACKOFF.size()) {
                Instant again = world.now().plus(BACKOFF.get(due.attempt()));
                queue.add(new Due(again, ++number, due.event(), due.endpoint(), due.attempt() + 1));
            }
        }
    }

    private HttpRequest request(Due due) {
        ObjectNode endpoint = world.find(due.endpoint());
        ObjectNode event = due.event().deepCopy();
        String version = apiVersion != null ? apiVersion : Json.text(endpoint, "api_version");
        if (version != null) {
            event.put("api_version", version);
        }
        if (live != null) {
            event.put("livemode", live);
        }
        String body = new String(Json.bytes(event), StandardCharsets.UTF_8);
        long at = (signing == null ? world.now() : signing.instant()).getEpochSecond();
        List<String> keys = secrets.isEmpty() ? List.of(endpoints.secret(due.endpoint())) : secrets;
        StringBuilder signature = new StringBuilder("t=" + at);
        keys.forEach(key -> signature.append(",v1=").append(Signature.of(key, at + "." + body)));
        return HttpRequest.newBuilder(URI.create(Json.text(endpoint, "url")))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Stripe-Signature", signature.toString())
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    @Override
    public void close() {
        synchronized (world) {
            closed = true;
            world.notifyAll();
        }
        sender.interrupt();
    }
}
