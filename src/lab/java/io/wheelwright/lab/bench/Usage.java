package io.wheelwright.lab.bench;

import io.wheelwright.lab.HubProcess;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.process.PidFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BinaryOperator;

/** What the parts of a lab use of the machine. */
record Usage(LabPlane plane, HubProcess hub) {

    private static final List<String> CONTROL_PLANE = List.of("kube-apiserver", "kube-controller-manager", "etcd");

    /** CPU time by part; the lab is the node with the agents in it, and the bench. */
    record Cpu(Duration hub, Duration helm, Duration controlPlane, Duration database, Duration lab) {

        Cpu minus(Cpu before) {
            return with(before, Duration::minus);
        }

        Duration all() {
            return hub.plus(helm).plus(controlPlane).plus(database).plus(lab);
        }

        String each(int spokes) {
            return Figures.of(
                    "%.2f s (hub %.2f, Helm %.2f, control plane %.2f, database %.2f, node and agents %.2f)",
                    share(all(), spokes),
                    share(hub, spokes),
                    share(helm, spokes),
                    share(controlPlane, spokes),
                    share(database, spokes),
                    share(lab, spokes));
        }

        private Cpu with(Cpu other, BinaryOperator<Duration> both) {
            return new Cpu(
                    both.apply(hub, other.hub),
                    both.apply(helm, other.helm),
                    both.apply(controlPlane, other.controlPlane),
                    both.apply(database, other.database),
                    both.apply(lab, other.lab));
        }

        private static double share(Duration time, int spokes) {
            return time.toMillis() / 1000.0 / spokes;
        }
    }

    Cpu cpu() {
        return new Cpu(
                CpuTime.alone(hub.handle()),
                CpuTime.ofChildren(hub.handle()),
                CONTROL_PLANE.stream().map(this::of).reduce(Duration.ZERO, Duration::plus),
                of("postgresql"),
                CpuTime.alone(ProcessHandle.current()));
    }

    /** Resident memory; the hub ships for Linux, and so this is read where Linux tells it. */
    static long megabytes(ProcessHandle process) {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is left on its heap after a full collection. */
    static long liveMegabytes(ProcessHandle process) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        ProcessBuilder histogram =
                new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.class_histogram");
        try (BufferedReader lines = histogram.start().inputReader()) {
            return lines.lines()
                    .filter(line -> line.startsWith("Total"))
                    .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[2]) >> 20)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Long> helmMegabytes() {
        return hub.handle().descendants().map(Usage::megabytes).toList();
    }

    private Duration of(String process) {
        return new PidFile(plane.directory().resolve(process + ".pid"))
                .find()
                .map(CpuTime::of)
                .orElse(Duration.ZERO);
    }
}
