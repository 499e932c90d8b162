package io.wheelwright.erasure;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** When customers who are gone were looked for last: one row, made with the table. */
@Entity
@Table(name = "erasure_runs")
class RunEntity extends PanacheEntityBase {

    private static final int ONLY = 1;

    @Id
    int id;

    /** Since when there is a time of day for it; null while there is none. */
    Instant armedAt;

    /** When the last one began; null before the first. */
    Instant begunAt;

    Instant askedAt;

    static RunEntity locked() {
        return findById(ONLY, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Whether that time of day has come since the last run. A run that is missed is made up for; none is before the first. */
    boolean isDue(Instant now, LocalTime daily) {
        Instant last = last(now, daily);
        return armedAt != null && armedAt.isBefore(last) && (begunAt == null || begunAt.isBefore(last));
    }

    /** Takes note of whether there is a time of day for it. */
    void arm(boolean daily, Instant now) {
        if (daily != (armedAt != null)) {
            armedAt = daily ? now : null;
        }
    }

    void begin(Instant now) {
        begunAt = now;
        askedAt = null;
    }

    /** The last time at which it was that time of day, in UTC. */
    static Instant last(Instant now, LocalTime daily) {
        Instant today = now.atZone(ZoneOffset.UTC).with(daily).toInstant();
        return today.isAfter(now) ? today.minus(1, ChronoUnit.DAYS) : today;
    }
}
