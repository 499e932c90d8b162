package io.wheelwright.account;

import de.mkammerer.argon2.Argon2Advanced;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hashes passwords with Argon2id, by its reference implementation: who attacks uses a fast one, too. Each hash takes 19 MiB
 * outside the heap and a core for a while, on purpose; a pool of few threads, at most one a core, keeps many at once from
 * taking the memory and the cores of everything else.
 */
@Singleton
class Passwords {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Argon2Advanced ARGON2 =
            Argon2Factory.createAdvanced(Argon2Types.ARGON2id, SALT_BYTES, HASH_BYTES);

    /** What is stored: memory, passes, lanes, salt and hash, in Base64 without padding. */
    private static final Pattern STORED = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=([0-9]{1,8}),t=([0-9]{1,4}),p=([0-9]{1,3})\\$([A-Za-z0-9+/]{11,})\\$([A-Za-z0-9+/]{43})");

    /** What OWASP's cheat sheet of password storage asks for, with these passes and lanes. */
    private static final int KIBIBYTES = 19_456;

    private static final int PASSES = 2;
    private static final int LANES = 1;

    /** More do not fit beside the rest into the memory that the chart asks for. */
    private static final int MOST_THREADS = 4;

    static final int THREADS = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());

    private static final int MOST_WAITING = 64;

    private final ThreadPoolExecutor pool;
    private final String nobodys;

    Passwords() {
        pool = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, "passwords");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        nobodys = digest("nobody has this password");
    }

    String hash(String password) {
        return hashing(password).get();
    }

    /** Begins at once, so that the caller can do something else meanwhile; what it gives waits for the hash. */
    Supplier<String> hashing(String password) {
        return begin(() -> digest(password));
    }

    boolean matches(String password, String hash) {
        return inTurn(() -> verify(password, hash));
    }

    /** Takes as long as {@link #matches} does: how long an answer takes must not tell whether there is an account. */
    void matchNobody(String password) {
        inTurn(() -> verify(password, nobodys));
    }

    /** Whether the hash was made with less memory or fewer passes than those of today. */
    boolean isOutdated(String hash) {
        return ARGON2.needsRehash(hash, PASSES, KIBIBYTES, LANES);
    }

    @PreDestroy
    void stop() {
        pool.shutdownNow();
    }

    private static String digest(String password) {
        return ARGON2.hash(PASSES, KIBIBYTES, LANES, plain(password));
    }

    /** The library's own says only that it does not match, also where it could not work that out. */
    private static boolean verify(String password, String hash) {
        Matcher stored = STORED.matcher(hash);
        if (!stored.matches()) {
            throw new IllegalStateException("a stored hash of a password is damaged");
        }
        byte[] again = ARGON2.rawHash(
                Integer.parseInt(stored.group(2)),
                Integer.parseInt(stored.group(1)),
                Integer.parseInt(stored.group(3)),
                plain(password),
                Base64.getDecoder().decode(stored.group(4)));
        return MessageDigest.isEqual(again, Base64.getDecoder().decode(stored.group(5)));
    }

    /** Keyboards differ in how they compose the same character. */
    private static byte[] plain(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
    }

    private <T> T inTurn(Callable<T> task) {
        return begin(task).get();
    }

    /** Ends the request where too many wait before it: a hash that comes after minutes serves nobody. */
    <T> Supplier<T> begin(Callable<T> task) {
        try {
            Future<T> result = pool.submit(task);
            return () -> await(result);
        } catch (RejectedExecutionException full) {
            throw Problem.of(ProblemType.UNAVAILABLE, "Too many sign up or log in at the moment: try again.");
        }
    }

    private static <T> T await(Future<T> result) {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a password could not be hashed", e.getCause());
        } catch (InterruptedException e) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            throw Problem.of(ProblemType.UNAVAILABLE, "The hub is about to stop: try again.");
        }
    }
}
