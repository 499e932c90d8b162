package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * All objects of the account, its time, and what is due when. Its monitor guards everything: who calls holds it.
 *
 * <p>Time is that of the clock plus what it was moved by. It stands while one thing is done, so that what fell due on the
 * way of a long move happens at its own time and in order, and goes back only to that of the clock.
 */
final class World {

    /** Who asks, for events and the ledger; both are null when the clock is the cause. */
    record Cause(String requestId, String idempotencyKey) {
        static final Cause CLOCK = new Cause(null, null);
    }

    private record Timer(Instant at, long number, Runnable work) {}

    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private final Clock clock;
    private final boolean live;
    private final Ledger ledger = new Ledger();
    private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparing(Timer::at).thenComparing(Timer::number));
    private final String run = randomLetters(8);
    private final EventLog events;
    private final List<ObjectNode> testClocks = new ArrayList<>();
    private Duration moved = Duration.ZERO;
    private Instant at;
    private long number;
    private Cause cause = Cause.CLOCK;

    World(Clock clock, boolean live) {
        this.clock = clock;
        this.live = live;
        this.at = clock.instant();
        this.events = new EventLog(this);
    }

    /** Letters that name a thing once; ids differ from those of a former run, which a hub may still remember. */
    static String randomLetters(int length) {
        SecureRandom random = new SecureRandom();
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < length; i++) {
            letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return letters.toString();
    }

    String newId(String prefix) {
        return "%s_%s%07d".formatted(prefix, run, ++number);
    }

    boolean isLive() {
        return live;
    }

    Instant now() {
        return at;
    }

    long seconds() {
        return at.getEpochSecond();
    }

    Instant wallTime() {
        return clock.instant().plus(moved);
    }

    void move(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + by);
        }
        moved = moved.plus(by);
        settle();
        for (ObjectNode testClock : testClocks) {
            testClock.put("frozen_time", seconds());
            events.emit("test_helpers.test_clock.ready", testClock);
        }
    }

    /** Makes a test clock, which stands between two moves. */
    ObjectNode testClock() {
        ObjectNode testClock = put(Json.object(
                "id",
                newId("clock"),
                "object",
                "test_helpers.test_clock",
                "created",
                seconds(),
                "frozen_time",
                seconds(),
                "livemode",
                live,
                "name",
                null,
                "status",
                "ready"));
        testClocks.add(testClock);
        return testClock;
    }

    /** Takes back all moves. What was made meanwhile keeps its dates, and test clocks stand for good. */
    void returnToClock() {
        testClocks.clear();
        moved = Duration.ZERO;
        at = clock.instant();
    }

    /** Does what has fallen due. */
    void settle() {
        Instant end = wallTime();
        while (!timers.isEmpty() && !timers.peek().at().isAfter(end)) {
            Timer due = timers.poll();
            at = due.at().isAfter(at) ? due.at() : at;
            due.work().run();
        }
        at = end.isAfter(at) ? end : at;
    }

    /** Has work done at a time; the work looks for itself whether it still applies. */
    void at(long epochSeconds, Runnable work) {
        timers.add(new Timer(Instant.ofEpochSecond(epochSeconds), ++number, work));
    }

    void causedBy(Cause next) {
        cause = next;
    }

    Cause cause() {
        return cause;
    }

    Ledger ledger() {
        return ledger;
    }

    EventLog events() {
        return events;
    }

    ObjectNode put(ObjectNode object) {
        objects.put(object.get("id").asText(), object);
        return object;
    }

    void remove(String id) {
        objects.remove(id);
    }

    /** The object with this id, or null. */
    ObjectNode find(String id) {
        return id == null ? null : objects.get(id);
    }

    /** The object that the path names. */
    ObjectNode get(String kind, String id) {
        return get(kind, id, 404, "id");
    }

    /** The object that a parameter names. */
    ObjectNode referred(String kind, String id, String param) {
        return get(kind, id, 400, param);
    }

    private ObjectNode get(String kind, String id, int status, String param) {
        ObjectNode object = objects.get(id);
        if (object == null || !object.get("object").asText().equals(kind)) {
            throw StripeError.noSuch(status, kind, id, param);
        }
        return object;
    }

    /** All objects of a kind, oldest first. */
    List<ObjectNode> all(String kind) {
        List<ObjectNode> all = new ArrayList<>();
        for (ObjectNode object : objects.values()) {
            if (object.get("object").asText().equals(kind)) {
                all.add(object);
            }
        }
        return all;
    }

    void record(Ledger.Kind kind, String id, ObjectNode charge, String invoice, long amount) {
        ledger.add(new Ledger.Line(
                at,
                kind,
                id,
                Json.text(charge, "customer"),
                invoice,
                charge.get("id").asText(),
                amount,
                Json.text(charge, "currency"),
                cause.idempotencyKey(),
                cause.requestId()));
    }
}
