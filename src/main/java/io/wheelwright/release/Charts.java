package io.wheelwright.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Finds the charts that releases are made from, and reads what they call themselves. */
@ApplicationScoped
class Charts {

    private static final String BUILT_IN = "/charts/spoke.tgz";
    private static final int LONGEST_CHART_YAML = 1024 * 1024;

    /** Name and version of a chart. */
    record Identity(String name, String version) {}

    /** A chart where Helm can read it. */
    record Located(Path path, String name, String version) {}

    private final ChartPulls pulls;
    private Located builtIn;

    Charts(ChartPulls pulls) {
        this.pulls = pulls;
    }

    /**
     * What the chart calls itself. That a running release is the wanted one can be told without the server that it came
     * from.
     *
     * @throws ReleaseException as {@link #locate} does
     */
    Identity identify(ChartReference reference, Path folder) throws ReleaseException {
        if (reference instanceof ChartReference.Remote remote) {
            return new Identity(remote.name(), remote.version());
        }
        Located located = locate(reference, folder);
        return new Identity(located.name(), located.version());
    }

    /**
     * Finds the chart.
     *
     * @param folder where a copy may be put; it outlives the call
     * @throws ReleaseException when there is no such chart or its content is another than was pinned
     */
    Located locate(ChartReference reference, Path folder) throws ReleaseException {
        if (reference instanceof ChartReference.Archive archive) {
            return onDisk(archive);
        }
        if (reference instanceof ChartReference.Remote remote) {
            return fetched(remote, folder.resolve("charts"));
        }
        return builtIn(folder);
    }

    private synchronized Located builtIn(Path folder) throws ReleaseException {
        if (builtIn == null || !Files.exists(builtIn.path())) {
            try (InputStream packed = Charts.class.getResourceAsStream(BUILT_IN)) {
                if (packed == null) {
                    throw new IllegalStateException("this hub was built without its chart");
                }
                Files.createDirectories(folder);
                Path copy = folder.resolve("spoke.tgz");
                Files.write(copy, packed.readAllBytes());
                builtIn = describe(copy);
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot unpack the built-in chart", failure);
            }
        }
        return builtIn;
    }

    private Located fetched(ChartReference.Remote chart, Path folder) throws ReleaseException {
        Located located = describe(pulls.archive(chart, folder));
        if (!located.name().equals(chart.name()) || !located.version().equals(chart.version())) {
            throw invalid("the archive of %s %s holds %s %s"
                    .formatted(chart.name(), chart.version(), located.name(), located.version()));
        }
        return located;
    }

    private static Located onDisk(ChartReference.Archive archive) throws ReleaseException {
        if (!Files.exists(archive.path())) {
            throw invalid("there is no chart at %s on the hub"
                    .formatted(archive.path().getFileName()));
        }
        if (archive.digest().isPresent()) {
            String found = digest(archive.path());
            if (!archive.digest().get().equals(found)) {
                throw invalid("the content of chart %s is another than spec.chart.digest says: it is %s"
                        .formatted(archive.path().getFileName(), found));
            }
        }
        return describe(archive.path());
    }

    private static Located describe(Path chart) throws ReleaseException {
        try {
            JsonNode fields = new YAMLMapper()
                    .readTree(
                            Files.isDirectory(chart)
                                    ? Files.readAllBytes(chart.resolve("Chart.yaml"))
                                    : packedChartYaml(chart));
            return new Located(
                    chart, fields.path("name").asText(), fields.path("version").asText());
        } catch (IOException unreadable) {
            throw invalid("Chart.yaml of %s cannot be read".formatted(chart.getFileName()));
        }
    }

    private static byte[] packedChartYaml(Path chart) throws IOException {
        try (InputStream content = Files.newInputStream(chart);
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(content)))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                if (entry.getName().matches("[^/]+/Chart\\.yaml")) {
                    return tar.readNBytes(LONGEST_CHART_YAML);
                }
            }
        }
        throw new IOException("no Chart.yaml");
    }

    /**
     * SHA-256 of a packed chart as it is; of an unpacked one of all its files: for each, in the order of the paths, the
     * path, a zero byte, the content, and a zero byte.
     */
    static String digest(Path chart) throws ReleaseException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            if (Files.isDirectory(chart)) {
                try (Stream<Path> files = Files.walk(chart)) {
                    for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                        digest.update(chart.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                        digest.update((byte) 0);
                        digest.update(Files.readAllBytes(file));
                        digest.update((byte) 0);
                    }
                }
            } else {
                try (InputStream content = new DigestInputStream(Files.newInputStream(chart), digest)) {
                    content.transferTo(java.io.OutputStream.nullOutputStream());
                }
            }
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        } catch (IOException | UncheckedIOException unreadable) {
            throw invalid("%s cannot be read; give the hub's user the right to read it".formatted(chart.getFileName()));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new AssertionError(everyJdkHasIt);
        }
    }

    static ReleaseException invalid(String why) {
        return new ReleaseException(ReleaseException.Kind.INVALID_CHART, "The chart cannot be used: " + why + ".");
    }
}
