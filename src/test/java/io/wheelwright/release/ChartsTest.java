package io.wheelwright.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartsTest {

    private final Charts charts = TestCharts.charts();

    @TempDir
    Path folder;

    private Path chart;

    @BeforeEach
    void writeAChart() throws IOException {
        chart = Files.createDirectories(folder.resolve("chart/templates")).getParent();
        Files.writeString(chart.resolve("Chart.yaml"), "name: mine\nversion: 1.2.3\n");
        Files.writeString(chart.resolve("templates/a.yaml"), "a");
    }

    @Test
    void readsWhatTheChartCallsItself() throws Exception {
        assertThat(charts.locate(archive(Optional.empty()), folder))
                .isEqualTo(new Charts.Located(chart, "mine", "1.2.3"));
    }

    @Test
    void acceptsThePinnedContent() throws Exception {
        assertThat(charts.locate(archive(Optional.of(Charts.digest(chart))), folder)
                        .path())
                .isEqualTo(chart);
    }

    @Test
    void refusesOtherContentThanThePinned() throws Exception {
        Optional<String> pin = Optional.of(Charts.digest(chart));
        Files.writeString(chart.resolve("templates/a.yaml"), "b");

        assertThatExceptionOfType(ReleaseException.class)
                .isThrownBy(() -> charts.locate(archive(pin), folder))
                .withMessageContaining("spec.chart.digest")
                .withMessageNotContaining(folder.toString());
    }

    @Test
    void aFileThatMovedIsOtherContent() throws Exception {
        String before = Charts.digest(chart);
        Files.move(chart.resolve("templates/a.yaml"), chart.resolve("templates/b.yaml"));

        assertThat(Charts.digest(chart)).isNotEqualTo(before).startsWith("sha256:");
    }

    @Test
    void saysThatThereIsNoChart() {
        assertThatExceptionOfType(ReleaseException.class)
                .isThrownBy(() -> charts.locate(
                        new ChartReference.Archive(folder.resolve("absent.tgz"), Optional.empty()), folder))
                .withMessageContaining("absent.tgz")
                .withMessageNotContaining(folder.toString());
    }

    @Test
    void saysThatAPackedChartCannotBeRead() throws IOException {
        Path archive = Files.writeString(folder.resolve("torn.tgz"), "no archive");

        assertThatExceptionOfType(ReleaseException.class)
                .isThrownBy(() -> charts.locate(new ChartReference.Archive(archive, Optional.empty()), folder))
                .withMessageContaining("Chart.yaml of torn.tgz cannot be read");
    }

    @Test
    void keepsNoFileOpenOfAnArchiveWithoutAChart() throws IOException {
        Path archive = folder.resolve("empty.tgz");
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
            tar.putArchiveEntry(new TarArchiveEntry("mine/values.yaml"));
            tar.closeArchiveEntry();
        }

        assertThatExceptionOfType(ReleaseException.class)
                .isThrownBy(() -> charts.locate(new ChartReference.Archive(archive, Optional.empty()), folder));

        assertThat(openFiles()).doesNotContain(archive.toString());
    }

    /** Reading the memory at address zero fails for everybody, root included. */
    @Test
    void saysWhatToDoAboutAFileThatCannotBeRead() throws IOException {
        Path loop = chart.resolve("templates/loop.yaml");
        Files.createSymbolicLink(loop, Path.of("/proc/self/mem"));

        assertThatExceptionOfType(ReleaseException.class)
                .isThrownBy(() -> charts.locate(archive(Optional.of("sha256:" + "0".repeat(64))), folder))
                .withMessageContaining("cannot be read; give the hub's user the right to read it")
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(ReleaseException.Kind.INVALID_CHART));
    }

    @Test
    void unpacksTheBuiltInChart() throws Exception {
        Charts.Located builtIn = charts.locate(new ChartReference.BuiltIn(), folder);

        assertThat(builtIn.name()).isEqualTo("spoke");
        assertThat(builtIn.path()).hasParent(folder);
    }

    private static List<String> openFiles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(Files::isSymbolicLink).map(ChartsTest::target).toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private ChartReference archive(Optional<String> digest) {
        return new ChartReference.Archive(chart, digest);
    }
}
