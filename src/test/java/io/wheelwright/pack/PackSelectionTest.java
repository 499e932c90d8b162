package io.wheelwright.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.agent.protocol.Manifest;
import io.wheelwright.agent.protocol.ManifestPack;
import io.wheelwright.agent.protocol.UnresolvedPack;
import io.wheelwright.api.v1alpha1.PackSpec;
import io.wheelwright.api.v1alpha1.PackType;
import io.wheelwright.api.v1alpha1.PlanSpecBuilder;
import io.wheelwright.api.v1alpha1.ProductSpecBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackSelectionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "none",
            value = {
                "^1.0.0      ; 1.0.0 1.2.0 1.10.0 2.0.0     ; 1.10.0",
                "~1.2        ; 1.2.0 1.2.9 1.3.0            ; 1.2.9",
                "*           ; 1.0.0 2.0.0-rc.1             ; 1.0.0",
                "*           ; 2.0.0-rc.1                   ; none",
                "^1.0.0      ; 1.1.0-rc.1                   ; none",
                "^1.0.0-rc.1 ; 1.0.0-rc.2 1.1.0-rc.1        ; 1.0.0-rc.2",
                "^1.0.0-rc.1 ; 1.0.0-rc.2 1.0.0             ; 1.0.0",
                "1.x || 3    ; 1.0.0 2.0.0 3.0.0            ; 3.0.0",
                "^1.0.0      ; 1.0.0+a 1.0.0+b              ; 1.0.0+b",
                "nonsense    ; 1.0.0                        ; none",
                "^99999999999999999999.0.0 ; 1.0.0          ; none",
                "^1.0.0      ; ''                           ; none",
            })
    void takesTheHighestVersionInTheRange(String range, String published, String resolved) {
        List<PackView> registry = Stream.of(published.split(" "))
                .filter(version -> !version.isBlank())
                .map(version -> pack(version, null, false))
                .toList();

        Manifest manifest = new PackSelection("1.0.0", registry, Map.of()).manifest("s", List.of(wanted(range)));

        if (resolved == null) {
            assertThat(manifest.packs()).isEmpty();
            assertThat(manifest.unresolved()).containsExactly(new UnresolvedPack("reports", range));
        } else {
            assertThat(manifest.packs()).extracting(ManifestPack::version).containsExactly(resolved);
            assertThat(manifest.unresolved()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none,  1.1.0", // a new spoke does not get the deprecated one
                "1.0.0, 1.1.0",
                "1.2.0, 1.2.0", // a spoke that has it keeps it
            })
    void avoidsDeprecatedVersions(String present, String resolved) {
        List<PackView> registry =
                List.of(pack("1.0.0", null, false), pack("1.1.0", null, false), pack("1.2.0", null, true));

        assertThat(version(registry, present == null ? Map.of() : Map.of("reports", present)))
                .isEqualTo(resolved);
    }

    @Test
    void takesADeprecatedVersionWhereNothingElseFits() {
        List<PackView> registry = List.of(pack("1.0.0", null, true), pack("1.1.0", null, true));

        assertThat(version(registry, Map.of())).isEqualTo("1.1.0");
    }

    @Test
    void leavesOutWhatNeedsANewerProduct() {
        List<PackView> registry = List.of(pack("1.0.0", "1.0.0", false), pack("1.1.0", "1.1.0", false));

        assertThat(version(registry, Map.of())).isEqualTo("1.0.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "all           ; base extra other",
                "required_only ; base",
                "required extra; base extra",
                "extra         ; base extra",
                "''            ; base",
            })
    void includesRequiredPacksAlways(String packsOfThePlan, String included) {
        var product = ProductSpecBuilder.builder()
                .packs(List.of(
                        new PackSpec("other", null, PackType.logic, false),
                        new PackSpec("extra", null, PackType.driver, false),
                        new PackSpec("base", null, PackType.logic, true)))
                .plans(List.of())
                .build();
        var plan = PlanSpecBuilder.builder()
                .id("starter")
                .packs(List.of(packsOfThePlan.split(" ")))
                .build();

        assertThat(PackSelection.included(product, plan))
                .extracting(PackSpec::name)
                .containsExactly(included.split(" "));
    }

    private static String version(List<PackView> registry, Map<String, String> present) {
        return new PackSelection("1.0.0", registry, present)
                .manifest("s", List.of(wanted("^1.0.0")))
                .packs()
                .get(0)
                .version();
    }

    private static PackSpec wanted(String range) {
        return new PackSpec("reports", range, PackType.logic, true);
    }

    private static PackView pack(String version, String minOsVersion, boolean deprecated) {
        return new PackView(
                "reports",
                version,
                "logic",
                "https://packs.example.com/" + version,
                "ab",
                1,
                minOsVersion,
                null,
                false,
                deprecated,
                Instant.EPOCH);
    }
}
