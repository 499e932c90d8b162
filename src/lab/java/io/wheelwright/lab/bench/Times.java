package io.wheelwright.lab.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long something took, each time. */
final class Times {

    private final List<Duration> sorted = new ArrayList<>();

    void add(Duration time) {
        sorted.add(time);
        sorted.sort(null);
    }

    int count() {
        return sorted.size();
    }

    /** The one that such a part of all did not exceed. */
    Duration at(double quantile) {
        return sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * quantile) - 1));
    }

    Duration longest() {
        return at(1);
    }
}
