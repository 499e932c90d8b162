package io.wheelwright.agent;

import com.fasterxml.jackson.core.JacksonException;
import io.wheelwright.agent.protocol.UsageReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The reports that the hub does not have yet, one file each, oldest first. They survive restarts of the agent. */
final class UsageReports {
    /** A month of hours: what the hub would not take any more makes room. */
    private static final int MOST = 24 * 31;

    private static final String ENDING = ".json";

    private final Path directory;
    private final int most;

    UsageReports(Path dataDirectory) {
        this(dataDirectory, MOST);
    }

    UsageReports(Path dataDirectory, int most) {
        this.directory = dataDirectory.resolve("usage").resolve("reports");
        this.most = most;
    }

    /** Keeps a report until it is removed; keeping it again changes nothing. */
    void keep(UsageReport report) throws IOException {
        AtomicFile.secret(file(report)).write(Json.MAPPER.writeValueAsBytes(report));
        List<Path> kept = files();
        for (Path oldest : kept.subList(0, Math.max(0, kept.size() - most))) {
            Files.deleteIfExists(oldest);
        }
    }

    /** The oldest report. One that cannot be read is thrown away. */
    Optional<UsageReport> oldest() throws IOException {
        for (Path file : files()) {
            try {
                return Optional.of(Json.MAPPER.readValue(Files.readAllBytes(file), UsageReport.class));
            } catch (JacksonException damaged) {
                Files.deleteIfExists(file);
            }
        }
        return Optional.empty();
    }

    void remove(UsageReport report) throws IOException {
        Files.deleteIfExists(file(report));
    }

    private Path file(UsageReport report) {
        return directory.resolve("%013d-%s%s".formatted(report.periodStart().toEpochMilli(), report.batchId(), ENDING));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(UsageReports::isReport).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static boolean isReport(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(ENDING) && !name.startsWith(".");
    }
}
