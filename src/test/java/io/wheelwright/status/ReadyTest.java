package io.wheelwright.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.wheelwright.api.v1alpha1.Phase;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadyTest {

    private static final List<String> LIFE = List.of("Claimed", "Provisioned", "Booted", "Installed", "HandedOff");

    @ParameterizedTest
    @CsvSource({"0, Claim", "1, Provision", "2, Boot", "3, Install", "4, Handoff"})
    void isInTheFirstPhaseThatIsNotDone(int done, Phase phase) {
        var ready = Ready.of(
                conditions(done, Conditions.fails(LIFE.get(done), "ImagePull", "The image is not there.")),
                Optional.empty());
        assertThat(ready.phase()).isEqualTo(phase);
        assertThat(ready.condition().getStatus()).isEqualTo("False");
        assertThat(ready.condition().getReason()).isEqualTo("ImagePull");
        assertThat(ready.condition().getMessage()).isEqualTo("The image is not there.");
    }

    @Test
    void isReadyWhenAllPhasesAreDone() {
        var ready = Ready.of(conditions(5), Optional.empty());
        assertThat(ready.phase()).isEqualTo(Phase.Ready);
        assertThat(ready.condition().getStatus()).isEqualTo("True");
    }

    @Test
    void waitsForTheFirstPhaseOfAnObjectThatWasNeverSeen() {
        var ready = Ready.of(List.of(), Optional.empty());
        assertThat(ready.phase()).isEqualTo(Phase.Claim);
        assertThat(ready.condition().getReason()).isEqualTo("WaitingForClaim");
    }

    @Test
    void isSuspendedWhateverPhaseWasReached() {
        var suspension = Optional.of(Ready.suspended("Suspended by support."));
        assertThat(IntStream.rangeClosed(0, 5).mapToObj(done -> Ready.of(conditions(done), suspension)))
                .allSatisfy(ready -> {
                    assertThat(ready.phase()).isEqualTo(Phase.Suspended);
                    assertThat(ready.condition().getStatus()).isEqualTo("False");
                    assertThat(ready.condition().getReason()).isEqualTo("Suspended");
                });
    }

    private static List<Condition> conditions(int done, Condition... more) {
        return Stream.concat(
                        LIFE.stream().limit(done).map(type -> Conditions.holds(type, "Completed", "Done.")),
                        Stream.of(more))
                .toList();
    }
}
