package io.wheelwright.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotsTest {

    private static final String LONGEST = "1.0.0-" + "A".repeat(57);

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3", "0.0.1", "10.20.30-rc.1", "1.0.0-1", "1.0.0-a-b.c"})
    void anOrdinaryVersionIsTheName(String version) {
        assertThat(Snapshots.nameOf("shop", version)).isEqualTo("shop-" + version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0+1", "1.0.0-RC.1", "1.0.0--.a-", "1.0.0-a.-b", "1.0.0-x--+-.-"})
    void anyOtherVersionGetsANameThatKubernetesTakes(String version) {
        String name = Snapshots.nameOf("shop", version);

        assertThat(name)
                .startsWith("shop-x1.0.0")
                .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    }

    @Test
    void theLongestNameFits() {
        assertThat(Snapshots.nameOf("p".repeat(63), LONGEST)).hasSizeLessThanOrEqualTo(253);
    }

    @Test
    void noTwoVersionsShareAName() {
        List<String> versions = List.of(
                "1.0.0",
                "1.0.0+1",
                "1.0.0-1",
                "1.0.0+a",
                "1.0.0-a",
                "1.0.0+A",
                "1.0.0-A",
                "1.0.0-a+b",
                "1.0.0-a-b",
                "1.0.0+a-b",
                "1.0.0+a.b",
                "1.0.0-a.b",
                "1.0.0--a",
                "1.0.0-a-",
                "1.0.0-a--");

        assertThat(versions.stream().map(version -> Snapshots.nameOf("shop", version)))
                .doesNotHaveDuplicates();
        assertThat(versions.stream().map(version -> Snapshots.nameOf("shop-1", version)))
                .doesNotContainAnyElementsOf(versions.stream()
                        .map(version -> Snapshots.nameOf("shop", version))
                        .toList());
    }
}
