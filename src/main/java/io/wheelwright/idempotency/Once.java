package io.wheelwright.idempotency;

import io.quarkus.narayana.jta.QuarkusTransaction;
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
import java.util.Optional;
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

    /** A write in two steps: what it looks at first may take long, what it changes is one transaction. */
    @FunctionalInterface
    public interface Write {

        /** Looks, outside of a transaction, whether the write can be made, and returns what makes it inside of one. */
        Supplier<Reply> prepare();
    }

    /**
     * Performs the write, or repeats the answer of the request that came with the same key before. Of requests that come
     * at the same time, one writes, and the others wait for its end.
     *
     * @param key what the caller chose; null for none
     * @param route method and path
     */
    public Reply perform(String key, String route, Object body, Write write) {
        return perform(caller.id(), key, route, body, write);
    }

    /**
     * The same for those of whom the hub does not know who they are.
     *
     * @param scope within which a key means the same
     */
    public Reply perform(String scope, String key, String route, Object body, Write write) {
        if (key == null) {
            return QuarkusTransaction.requiringNew().call(write.prepare()::get);
        }
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw Problem.invalid("Idempotency-Key", "must have 1 to " + LONGEST_KEY + " characters");
        }
        String hash = Digest.sha256(route + "\n" + Json.write(body));
        Optional<Reply> former = QuarkusTransaction.requiringNew().call(() -> former(scope, key, hash));
        if (former.isPresent()) {
            return former.get();
        }
        Supplier<Reply> prepared = write.prepare();
        return QuarkusTransaction.requiringNew()
                .call(() -> isFirst(scope, key, hash)
                        ? remember(scope, key, prepared.get())
                        : former(scope, key, hash).orElseThrow());
    }

    @Scheduled(every = "1h")
    @Transactional
    void forget() {
        IdempotencyEntity.delete("createdAt < ?1", clock.instant().minus(KEPT));
    }

    private static Reply remember(String scope, String key, Reply reply) {
        find(scope, key).orElseThrow().reply = Json.write(reply);
        return reply;
    }

    private static Optional<Reply> former(String scope, String key, String hash) {
        Optional<IdempotencyEntity> former = find(scope, key);
        if (former.filter(request -> !request.requestHash.equals(hash)).isPresent()) {
            throw Problem.of(
                    ProblemType.IDEMPOTENCY_KEY_REUSED,
                    "The Idempotency-Key was used for another request: choose a new one.");
        }
        return former.map(request -> Json.read(request.reply, Reply.class));
    }

    private boolean isFirst(String scope, String key, String hash) {
        return IdempotencyEntity.getEntityManager()
                        .createNativeQuery("""
                                INSERT INTO idempotency_keys (caller, key, request_hash, created_at)
                                VALUES (:caller, :key, :hash, :now) ON CONFLICT DO NOTHING
                                """)
                        .setParameter("caller", scope)
                        .setParameter("key", key)
                        .setParameter("hash", hash)
                        .setParameter("now", clock.instant())
                        .executeUpdate()
                == 1;
    }

    private static Optional<IdempotencyEntity> find(String scope, String key) {
        return IdempotencyEntity.findByIdOptional(new IdempotencyEntity.Key(scope, key));
    }
}
