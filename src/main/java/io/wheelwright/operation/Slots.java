package io.wheelwright.operation;

import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Bounds how many operations do heavy work at once. A slot belongs to one spoke's operation; who finds none free stands
 * in line by priority, then by age, and is called when its turn has come. Who does not ask again within two minutes has
 * left the line. It lives in the leader's memory: after a restart everybody asks again.
 */
@ApplicationScoped
public class Slots {

    /** Somebody who asks for a slot; a lower priority number goes first, then a lower ticket (age). */
    private record Asker(String spokeUid, String spokeId, int priority, long ticket) {}

    private static final Comparator<Asker> ORDER =
            Comparator.comparingInt(Asker::priority).thenComparingLong(Asker::ticket);

    private static final long PATIENCE_NANOS = Duration.ofMinutes(2).toNanos();

    private final int capacity;
    private final Set<String> holders = new HashSet<>();
    private final TreeSet<Asker> line = new TreeSet<>(ORDER);
    private final Map<String, Long> lastAsked = new HashMap<>();
    private long tickets;
    private volatile Consumer<String> caller = spokeId -> {};

    @Inject
    Slots(WheelwrightConfig config) {
        this(config.operations().concurrency());
    }

    Slots(int capacity) {
        this.capacity = capacity;
    }

    /** Sets who is told the name of the spoke whose turn has come. */
    public void whenFree(Consumer<String> caller) {
        this.caller = caller;
    }

    /** Takes a slot for the spoke, or keeps the one it has; false when it has to wait in line. */
    public synchronized boolean take(String spokeUid, String spokeId, int priority) {
        if (holders.contains(spokeUid)) {
            return true;
        }
        Asker asker = inLine(spokeUid).orElseGet(() -> new Asker(spokeUid, spokeId, priority, tickets++));
        line.add(asker);
        lastAsked.put(spokeUid, System.nanoTime());
        leaveWhoIsGone();
        if (holders.size() >= capacity || line.headSet(asker).size() >= capacity - holders.size()) {
            return false;
        }
        leave(asker);
        holders.add(spokeUid);
        return true;
    }

    /** Gives the slot back, or leaves the line, and calls the next in line. */
    public void release(String spokeUid) {
        Optional<String> next;
        synchronized (this) {
            inLine(spokeUid).ifPresent(this::leave);
            if (!holders.remove(spokeUid)) {
                return;
            }
            next = line.isEmpty() ? Optional.empty() : Optional.of(line.first().spokeId());
        }
        next.ifPresent(caller);
    }

    /** How many wait in line. */
    public synchronized int waiting() {
        return line.size();
    }

    /** How many hold a slot. */
    public synchronized int active() {
        return holders.size();
    }

    private void leaveWhoIsGone() {
        long now = System.nanoTime();
        List.copyOf(line).stream()
                .filter(asker -> now - lastAsked.get(asker.spokeUid()) > PATIENCE_NANOS)
                .forEach(this::leave);
    }

    private void leave(Asker asker) {
        line.remove(asker);
        lastAsked.remove(asker.spokeUid());
    }

    private Optional<Asker> inLine(String spokeUid) {
        return line.stream().filter(asker -> asker.spokeUid().equals(spokeUid)).findFirst();
    }
}
