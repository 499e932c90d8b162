package io.wheelwright.lab.bench;

import io.wheelwright.lab.LabPlane;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Prints how fast and how large the hub is, on the lab's control plane: the figures that the documents state.
 * {@code -Dbench=heartbeats,list,spokes} runs these parts alone; {@code -Dbench.spokes=20} applies fewer.
 */
public final class Bench {

    private static final String PARTS = "heartbeats,list,spokes";
    private static final Path DIRECTORY = Path.of("target", "bench");

    private Bench() {}

    public static void main(String[] arguments)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        List<String> parts = List.of(System.getProperty("bench", PARTS).split(","));
        var machine = ManagementFactory.getOperatingSystemMXBean();
        Figures.say("%d cores, load %.1f", machine.getAvailableProcessors(), machine.getSystemLoadAverage());
        AuditLog audit = AuditLog.in(DIRECTORY.resolve("audit"));
        LabPlane plane = LabPlane.start(DIRECTORY.resolve("plane"), audit.apiServerFlags());
        if (parts.contains("heartbeats") || parts.contains("list")) {
            LoadBench.run(plane, DIRECTORY, parts);
        }
        if (parts.contains("spokes")) {
            SpokesBench.run(plane, audit, DIRECTORY, Integer.getInteger("bench.spokes", 100));
        }
        System.exit(0);
    }
}
