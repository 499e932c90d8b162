package io.wheelwright.lab.bench;

import io.wheelwright.lab.AuditLog;
import io.wheelwright.lab.LabPlane;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;

/** Prints how fast and how large the hub is, on the lab's control plane, and what misses its goal. */
public final class Bench {

    private static final Path DIRECTORY = Path.of("target", "bench");

    private Bench() {}

    public static void main(String[] arguments)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        Choice choice = Choice.ofProperties();
        var machine = ManagementFactory.getOperatingSystemMXBean();
        Figures.say("%d cores, load %.1f", machine.getAvailableProcessors(), machine.getSystemLoadAverage());
        AuditLog audit = AuditLog.in(DIRECTORY.resolve("audit"));
        LabPlane plane = LabPlane.start(DIRECTORY.resolve("plane"), audit.apiServerFlags());
        if (choice.has("heartbeats") || choice.has("list")) {
            LoadBench.run(plane, DIRECTORY, choice);
        }
        if (choice.has("signups")) {
            SignupBench.run(plane, DIRECTORY);
        }
        if (choice.has("webhooks")) {
            WebhookBench.run(plane, DIRECTORY, choice);
        }
        if (choice.has("billing")) {
            BillingBench.run(plane, DIRECTORY, choice);
        }
        if (choice.hasSpokes()) {
            SpokesBench.run(plane, audit, DIRECTORY, choice);
        }
        System.exit(0);
    }
}
