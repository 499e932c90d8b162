package io.wheelwright.lab.bench;

import java.time.Duration;
import java.util.stream.Stream;

/** CPU time that processes have used so far. */
final class CpuTime {

    private CpuTime() {}

    /** Of the process and its children, such as those of PostgreSQL. */
    static Duration of(ProcessHandle process) {
        return alone(process).plus(ofChildren(process));
    }

    static Duration alone(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    static Duration ofChildren(ProcessHandle process) {
        return sum(process.descendants());
    }

    private static Duration sum(Stream<ProcessHandle> processes) {
        return processes.map(CpuTime::alone).reduce(Duration.ZERO, Duration::plus);
    }
}
