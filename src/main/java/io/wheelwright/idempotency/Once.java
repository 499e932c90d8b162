package io.wheelwright.idempotency;

import io.quarkus.scheduler.Scheduled;
import io.wheelwright.Digest;
import io.wheelwright.Json;
import io.wheelwright.access.Caller;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** Serves a request with an {@code Idempotency-Key} once, in one transaction with what it changes. */
@ApplicationScoped
public class Once {

    private static final Duration KEPT = Duration.ofDays(1);
    private static final int LONGEST_KEY = 255;

    private final Caller caller;
    private final Clock clock;

    Once(Caller caller, Clock clock) {
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * Performs the write, or repeats the answer of the request that came with the same key before. A second request waits
     * for the first one's end.
     *
     * @param key what the caller chose; null for none
     * @param route method and path
     */
    @Transactional
    public Reply perform(String key, String route, Object body, Supplier<Reply> write) {
        if (key == null) {
            return write.get();
        }
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw Problem.invalid("Idempotency-Key", "must have 1 to " + LONGEST_KEY + " characters");
        }
        String hash = Digest.sha256(route + "\n" + Json.write(body));
        if (isFirst(key, hash)) {
            Reply reply = write.get();
            find(key).reply = Json.write(reply);
            return reply;
        }
        IdempotencyEntity former = find(key);
        if (!former.requestHash.equals(hash)) {
            throw Problem.of(
                    ProblemType.IDEMPOTENCY_KEY_REUSED,
                    "The Idempotency-Key was used for another request: choose a new one.");
        }
        return Json.read(former.reply, Reply.class);
    }

    @Scheduled(every = "1h")
    @Transactional
    void forget() {
        IdempotencyEntity.delete("createdAt < ?1", clock.instant().minus(KEPT));
    }

    private boolean isFirst(String key, String hash) {
        return IdempotencyEntity.getEntityManager()
                        .createNativeQuery("""
                                INSERT INTO idempotency_keys (caller, key, request_hash, created_at)
                                VALUES (:caller, :key, :hash, :now) ON CONFLICT DO NOTHING
                                """)
                        .setParameter("caller", caller.id())
                        .setParameter("key", key)
                        .setParameter("hash", hash)
                        .setParameter("now", clock.instant())
                        .executeUpdate()
                == 1;
    }

    private IdempotencyEntity find(String key) {
        return IdempotencyEntity.findById(new IdempotencyEntity.Key(caller.id(), key));
    }
}
