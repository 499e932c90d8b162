package io.wheelwright;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that is ahead by what a file says: days pass in a test as fast as it writes them there. */
class MovedClock extends Clock {

    private static final long READ_EVERY_NANOS = Duration.ofMillis(100).toNanos();

    private record Reading(Duration ahead, long at) {}

    private final Path file;
    private volatile Reading reading;

    MovedClock(Path file) {
        this.file = file;
        reading = read();
    }

    @Override
    public Instant instant() {
        if (System.nanoTime() - reading.at() > READ_EVERY_NANOS) {
            reading = read();
        }
        return Instant.now().plus(reading.ahead());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.offset(Clock.system(zone), reading.ahead());
    }

    private Reading read() {
        try {
            return new Reading(Duration.parse(Files.readString(file).strip()), System.nanoTime());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
