package io.wheelwright.operation;

import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Bounds how many operations do heavy work at once. A slot belongs to one operation, by a key; who finds none free stands
 * in line (see {@link Asker}) and is called when its turn has come. Who does not ask again within two minutes has left
 * the line. It lives in the leader's memory: after a restart everybody asks again, with the age that the operation's row
 * has kept, and no slot is given before all have who stood in line or had a slot, or some seconds have passed.
 */
@ApplicationScoped
public class Slots {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration GATHERING = Duration.ofSeconds(15);

    private final int capacity;
    private final Duration ageing;
    private final BooleanSupplier paused;
    private final Supplier<Set<String>> before;
    private final Clock clock;

    /** Who has not asked again yet since the restart; null until somebody asks. */
    private Set<String> awaited;

    private Instant awaitedUntil;
    private final Set<String> holders = new HashSet<>();
    private final Map<String, Asker> line = new HashMap<>();
    private final Map<String, Instant> lastAsked = new HashMap<>();
    private long tickets;
    private volatile Consumer<String> caller = spokeId -> {};

    @Inject
    Slots(WheelwrightConfig config, Pause pause, Clock clock) {
        this(
                config.operations().concurrency(),
                config.operations().ageing(),
                pause::isOn,
                OperationEntity::inLine,
                clock);
    }

    Slots(int capacity, Duration ageing, BooleanSupplier paused, Supplier<Set<String>> before, Clock clock) {
        this.capacity = capacity;
        this.ageing = ageing;
        this.paused = paused;
        this.before = before;
        this.clock = clock;
    }

    /** Sets who is told the name of the spoke whose turn has come. */
    public void whenFree(Consumer<String> caller) {
        this.caller = caller;
    }

    /**
     * Takes a slot, or keeps the one it has; false when it has to wait in line.
     *
     * @param key UID of the Spoke that is deployed or updated, or of the namespace that is destroyed
     * @param priority the smaller, the sooner
     * @param since when it began to wait
     */
    public boolean take(String key, String spokeId, int priority, Instant since) {
        boolean closed = paused.getAsBoolean();
        recall();
        synchronized (this) {
            awaited.remove(key);
            if (holders.contains(key)) {
                return true;
            }
            Asker former = line.get(key);
            line.put(key, new Asker(key, spokeId, priority, since, former == null ? tickets++ : former.ticket()));
            lastAsked.put(key, clock.instant());
            leaveWhoIsGone();
            if (closed || next().stream().noneMatch(asker -> asker.key().equals(key))) {
                return false;
            }
            leave(key);
            holders.add(key);
            return true;
        }
    }

    /** Gives the slot back, or leaves the line, and calls who is next. */
    public void release(String key) {
        synchronized (this) {
            if (!leave(key) && !holders.remove(key)) {
                return;
            }
        }
        callNext();
    }

    /** Calls those for whom there is a slot: as many as are free, in their order. */
    void callNext() {
        List<Asker> next;
        synchronized (this) {
            leaveWhoIsGone();
            next = next();
        }
        next.forEach(asker -> call(asker.spokeId()));
    }

    /** Has the operation of the spoke looked at now. */
    void call(String spokeId) {
        caller.accept(spokeId);
    }

    /** Whether no operation begins at present, because an administrator has said so. */
    public boolean isPaused() {
        return paused.getAsBoolean();
    }

    /** How many wait in line. */
    public synchronized int waiting() {
        return line.size();
    }

    /** How many hold a slot. */
    public synchronized int active() {
        return holders.size();
    }

    /** Finds out who stood in line before the restart. */
    private void recall() {
        synchronized (this) {
            if (awaited != null) {
                return;
            }
        }
        Set<String> stood = before.get();
        synchronized (this) {
            if (awaited == null) {
                awaited = new HashSet<>(stood);
                awaitedUntil = clock.instant().plus(GATHERING);
            }
        }
    }

    private boolean isGathering() {
        return !awaited.isEmpty() && clock.instant().isBefore(awaitedUntil);
    }

    private List<Asker> next() {
        if (line.isEmpty() || isGathering()) {
            return List.of();
        }
        return line.values().stream()
                .sorted(Asker.order(clock.instant(), ageing))
                .limit(Math.max(0, capacity - holders.size()))
                .toList();
    }

    private void leaveWhoIsGone() {
        Instant gone = clock.instant().minus(PATIENCE);
        List.copyOf(line.keySet()).stream()
                .filter(key -> lastAsked.get(key).isBefore(gone))
                .forEach(this::leave);
    }

    private boolean leave(String key) {
        lastAsked.remove(key);
        return line.remove(key) != null;
    }
}
