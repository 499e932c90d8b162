package io.wheelwright.account;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.wheelwright.Backoff;
import io.wheelwright.Digest;
import io.wheelwright.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Lets those wait who guess: after some failures in a row each further one doubles the pause. */
@ApplicationScoped
class FailedLogins {

    private static final int FREE = 3;
    private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    /** After that long nobody remembers. */
    private static final Duration MEMORY = Duration.ofMinutes(15);

    private final Clock clock;

    FailedLogins(Clock clock) {
        this.clock = clock;
    }

    /**
     * Makes the attempt, or ends the request when it comes too early.
     *
     * @param who the account and the place that it is tried from
     * @param attempt empty when it fails
     */
    <T> Optional<T> inTurn(String who, Supplier<Optional<T>> attempt) {
        String subject = Digest.sha256(who);
        Duration pause = QuarkusTransaction.requiringNew().call(() -> pause(subject));
        if (!pause.isZero()) {
            throw Problem.tooMany("Too many logins have failed: try again later.", pause);
        }
        Optional<T> user = attempt.get();
        QuarkusTransaction.requiringNew().run(() -> record(subject, user.isPresent()));
        return user;
    }

    @Scheduled(every = "1h")
    @Transactional
    void forget() {
        FailedLoginEntity.delete("lastAt < ?1", clock.instant().minus(MEMORY));
    }

    private Duration pause(String subject) {
        Instant now = clock.instant();
        return FailedLoginEntity.<FailedLoginEntity>findByIdOptional(subject)
                .map(failed -> pause(failed.failures, Duration.between(failed.lastAt, now)))
                .orElse(Duration.ZERO);
    }

    /**
     * How long the next attempt has to wait still.
     *
     * @param failures in a row
     * @param ago since the last of them
     */
    static Duration pause(int failures, Duration ago) {
        if (failures < FREE || ago.compareTo(MEMORY) >= 0) {
            return Duration.ZERO;
        }
        Duration left = PAUSES.after(failures - FREE).minus(ago);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void record(String subject, boolean success) {
        if (success) {
            FailedLoginEntity.deleteById(subject);
        } else {
            FailedLoginEntity.add(subject, clock.instant(), MEMORY);
        }
    }
}
