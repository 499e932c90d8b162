package io.wheelwright.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who goes first. */
class AskerTest {

    private static final Instant NOW = Instant.parse("2026-11-02T09:30:00Z");
    private static final Duration AGEING = Duration.ofMinutes(5);
    private static final int DELETE = 0;
    private static final int ENTERPRISE = 1;
    private static final int SCALE = 2;
    private static final int STARTER = 3;
    private static final int UPDATE = 3;
    private static final int TRIAL = 5;

    @Test
    void twentyThatCameTogetherGoByClassThenInTheOrderInWhichTheyCame() {
        int[] classes = {
            TRIAL, STARTER, UPDATE, TRIAL, DELETE, SCALE, ENTERPRISE, STARTER, TRIAL, UPDATE,
            DELETE, SCALE, STARTER, ENTERPRISE, TRIAL, UPDATE, SCALE, DELETE, STARTER, ENTERPRISE
        };
        List<Asker> waiting = new ArrayList<>(IntStream.range(0, classes.length)
                .mapToObj(place -> asker(place, classes[place], Duration.ofSeconds(60 - place)))
                .toList());
        Collections.shuffle(waiting, new Random(7));

        waiting.sort(order(NOW));

        assertThat(waiting)
                .extracting(Asker::ticket)
                .containsExactly(
                        4L, 10L, 17L, 6L, 13L, 19L, 5L, 11L, 16L, 1L, 2L, 7L, 9L, 12L, 15L, 18L, 0L, 3L, 8L, 14L);
    }

    @Test
    void aTrialIsOneClassBetterForEachFiveMinutesOfWaiting() {
        Asker trial = asker(1, TRIAL, Duration.ZERO);

        assertThat(order(at(9)).compare(trial, cameAt(STARTER, 9))).isPositive();
        assertThat(order(at(10)).compare(trial, cameAt(STARTER, 10))).isNegative();
        assertThat(order(at(19)).compare(trial, cameAt(ENTERPRISE, 19))).isPositive();
        assertThat(order(at(20)).compare(trial, cameAt(ENTERPRISE, 20))).isNegative();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nobodyWaitsBehindWhoComesAfterItsClassHasAgedAway(long seed) {
        Random random = new Random(seed);
        Asker patient = asker(0, random.nextInt(10), Duration.ZERO);
        int minutes = patient.priority() * 5 + random.nextInt(100);

        List<Asker> later = IntStream.range(0, 50)
                .mapToObj(ignored -> cameAt(random.nextInt(10), 1 + minutes + random.nextInt(30)))
                .toList();

        assertThat(later).allSatisfy(asker -> assertThat(order(at(minutes + 60)).compare(patient, asker))
                .isNegative());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void itIsOneOrderWhateverTheLineLooksLike(long seed) {
        Random random = new Random(seed);
        List<Asker> line = new ArrayList<>(IntStream.range(0, 20)
                .mapToObj(ticket -> asker(ticket, random.nextInt(7), Duration.ofSeconds(random.nextInt(4000))))
                .toList());
        List<Asker> sorted = line.stream().sorted(order(NOW)).toList();
        Collections.shuffle(line, random);

        assertThat(line.stream().sorted(order(NOW))).containsExactlyElementsOf(sorted);
        assertThat(sorted).isSortedAccordingTo(order(NOW));
        assertThat(sorted.stream().filter(asker -> asker.priority() == TRIAL))
                .as("of one class, the older goes first")
                .isSortedAccordingTo(Comparator.comparing(Asker::since));
    }

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    private static Comparator<Asker> order(Instant now) {
        return Asker.order(now, AGEING);
    }

    private static Asker asker(long ticket, int priority, Duration waited) {
        return new Asker("uid-" + ticket, "spoke-" + ticket, priority, NOW.minus(waited), ticket);
    }

    private static Asker cameAt(int priority, int minute) {
        return new Asker("uid-later", "spoke-later", priority, at(minute), 1000 + minute);
    }

    private static Instant at(int minute) {
        return NOW.plus(Duration.ofMinutes(minute));
    }
}
