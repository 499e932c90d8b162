package io.wheelwright.agent;

import com.fasterxml.jackson.core.JacksonException;
import io.wheelwright.agent.protocol.UsageReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The reports that the hub does not have yet, one file each, oldest first. They survive restarts of the agent. Those that
 * the hub will never take are kept as well, for people.
 */
final class UsageReports {
    /** A month of hours: what the hub would not take any more makes room. */
    private static final int MOST = 24 * 31;

    private static final String ENDING = ".json";

    private final Path directory;
    private final Path refused;
    private final int most;

    UsageReports(Path dataDirectory) {
        this(dataDirectory, MOST);
    }

    UsageReports(Path dataDirectory, int most) {
        this.directory = dataDirectory.resolve("usage").resolve("reports");
        this.refused = dataDirectory.resolve("usage").resolve("refused");
        this.most = most;
    }

    /** Keeps a report until it is removed; keeping it again changes nothing. */
    void keep(UsageReport report) throws IOException {
        keep(directory, report);
    }

    /** The oldest report. One that cannot be read is thrown away. */
    Optional<UsageReport> oldest() throws IOException {
        for (Path file : files(directory)) {
            Optional<UsageReport> report = read(file);
            if (report.isPresent()) {
                return report;
            }
            Files.deleteIfExists(file);
        }
        return Optional.empty();
    }

    void remove(UsageReport report) throws IOException {
        Files.deleteIfExists(file(directory, report));
    }

    /** Puts a report aside that the hub will never take. */
    void refuse(UsageReport report) throws IOException {
        keep(refused, report);
        remove(report);
    }

    private void keep(Path folder, UsageReport report) throws IOException {
        AtomicFile.secret(file(folder, report)).write(Json.MAPPER.writeValueAsBytes(report));
        List<Path> kept = files(folder);
        for (Path oldest : kept.subList(0, Math.max(0, kept.size() - most))) {
            Files.deleteIfExists(oldest);
        }
    }

    /** Empty for what is damaged. */
    private static Optional<UsageReport> read(Path file) throws IOException {
        try {
            return Optional.ofNullable(Json.MAPPER.readValue(Files.readAllBytes(file), UsageReport.class))
                    .filter(report -> report.batchId() != null)
                    .filter(report -> report.periodStart() != null && report.periodEnd() != null);
        } catch (JacksonException damaged) {
            return Optional.empty();
        }
    }

    private static Path file(Path folder, UsageReport report) {
        return folder.resolve("%013d-%s%s".formatted(report.periodStart().toEpochMilli(), report.batchId(), ENDING));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(UsageReports::isReport).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isReport(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(ENDING) && !name.startsWith(".");
    }
}
