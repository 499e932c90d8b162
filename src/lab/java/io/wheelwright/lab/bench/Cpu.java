package io.wheelwright.lab.bench;

import java.time.Duration;
import java.util.stream.Stream;

/** CPU time that a process and its children have used so far, such as those of PostgreSQL. */
final class Cpu {

    private Cpu() {}

    static Duration of(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
