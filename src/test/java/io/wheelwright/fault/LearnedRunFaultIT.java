package io.wheelwright.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.fault.KillPoint.Moment;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.fault.FaultProxy;
import io.wheelwright.lab.fault.Write;
import io.wheelwright.support.Hub;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * A spoke's life is learned: which writes it takes, and what it leads to. Then it is lived again and again, and each
 * time the hub dies by SIGKILL at one of these writes: it leads to the same, and nothing is made or deleted twice.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class LearnedRunFaultIT {

    /** A few unless told; {@code -Dsoak.kills=1000} for all that come for certain. */
    private static final int KILLS = Integer.getInteger("soak.kills", 3);

    private static final long SEED = Long.getLong("soak.seed", 20);
    private static final String LEARNED = "learned";

    private final AtomicInteger number = new AtomicInteger();
    private FaultProxy proxy;
    private Hub hub;

    /** What a life took and what it led to. */
    private record Lived(List<Write> writes, Map<String, String> balance, Map<String, Object> end) {}

    @BeforeAll
    void aHubBehindAProxy() {
        LabPlane plane = LabPlane.shared();
        plane.node();
        proxy = plane.newFaultProxy();
        hub = Hub.start(
                plane,
                plane.newHub("lives").byWayOf(proxy.port()),
                Map.of("wheelwright.deletion.brake.least", "100000"));
        Life.prepare(hub);
    }

    @AfterEach
    void mend() {
        proxy.mend();
    }

    @AfterAll
    void end() {
        hub.close();
        proxy.close();
    }

    @TestFactory
    Stream<DynamicTest> aHubThatIsKilledAtAWriteLosesAndDoublesNothing() {
        Lived learned = live(LEARNED);
        System.out.printf(
                "a life takes %d effective writes:%n", learned.writes().size());
        learned.writes().forEach(write -> System.out.println("  " + write));
        return sample(learned.writes()).stream()
                .map(point -> DynamicTest.dynamicTest(point.toString(), () -> repeat(learned, point)));
    }

    private void repeat(Lived learned, KillPoint point) {
        String spoke = "life-" + number.incrementAndGet();
        AtomicInteger kills = new AtomicInteger();
        point.arm(proxy, LEARNED, spoke, () -> {
            kills.incrementAndGet();
            hub.process().kill();
            hub.process().start();
        });

        Lived again = live(spoke);

        assertThat(kills).as("kills at %s", point).hasValue(1);
        assertThat(again.end()).isEqualTo(learned.end());
        assertThat(again.balance()).isEqualTo(learned.balance());
    }

    private Lived live(String spoke) {
        proxy.forgetWrites();
        Map<String, Object> end = new Life(hub, spoke).live();
        List<Write> writes = proxy.writes();
        return new Lived(writes, Balance.of(writes, hub.namespaceOf(spoke), spoke), end);
    }

    /**
     * Moments around the writes that are about the spoke, in an order that the seed draws, the same in every run; each
     * kind of moment has its turn.
     */
    private List<KillPoint> sample(List<Write> writes) {
        List<Write> own = writes.stream()
                .filter(write -> write.call().toString().contains(LEARNED))
                .filter(write -> isCertain(write, writes))
                .sorted(Comparator.comparingLong(this::lot))
                .toList();
        Moment[] moments = Moment.values();
        List<KillPoint> points = new ArrayList<>();
        for (int turn = 0; turn < moments.length; turn++) {
            for (int i = 0; i < own.size(); i++) {
                points.add(new KillPoint(own.get(i), moments[(i + turn) % moments.length]));
            }
        }
        return points.subList(0, Math.min(KILLS, points.size()));
    }

    /** How often a status changes is the chance of what one visit finds together: half of the times come for certain. */
    private static boolean isCertain(Write write, List<Write> writes) {
        if (!write.call().resource().equals("spokes/status")) {
            return true;
        }
        long times = writes.stream()
                .filter(other -> other.call().equals(write.call()))
                .count();
        return write.occurrence() <= times / 2;
    }

    private long lot(Write write) {
        String ofThisRun = hub.space().fleetNamespace().replaceFirst("fleet-", "");
        String everyRun = write.call().toString().replace(ofThisRun, "") + "/" + write.occurrence();
        return new Random(SEED ^ everyRun.hashCode()).nextLong();
    }
}
