package io.wheelwright.account;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.text.Normalizer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Hashes passwords with Argon2id. Each hash takes 19 MiB and a core for a while, on purpose; a pool of one thread a core
 * keeps many at once from taking the memory and the cores of everything else.
 */
@Singleton
class Passwords {

    /** What OWASP's cheat sheet of password storage asks for: 19 MiB, two passes, one lane. */
    private static final Argon2Function CURRENT = Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);

    private static final int SALT = 16;
    private static final int MOST_WAITING = 64;

    private final ThreadPoolExecutor pool;
    private final String nobodys;

    Passwords() {
        int threads = Runtime.getRuntime().availableProcessors();
        pool = new ThreadPoolExecutor(
                threads, threads, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, "passwords");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        nobodys = digest("nobody has this password");
    }

    String hash(String password) {
        return inTurn(() -> digest(password));
    }

    boolean matches(String password, String hash) {
        return inTurn(() -> verify(password, hash));
    }

    /** Takes as long as {@link #matches} does: how long an answer takes must not tell whether there is an account. */
    void matchNobody(String password) {
        inTurn(() -> verify(password, nobodys));
    }

    /** Whether the hash was made with other parameters than those of today. */
    boolean isOutdated(String hash) {
        return !CURRENT.equals(Argon2Function.getInstanceFromHash(hash));
    }

    @PreDestroy
    void stop() {
        pool.shutdownNow();
    }

    private static String digest(String password) {
        return Password.hash(plain(password)).addRandomSalt(SALT).with(CURRENT).getResult();
    }

    private static boolean verify(String password, String hash) {
        return Password.check(plain(password), hash).with(Argon2Function.getInstanceFromHash(hash));
    }

    /** Keyboards differ in how they compose the same character. */
    private static String plain(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    /** Ends the request where too many wait before it: a hash that comes after minutes serves nobody. */
    <T> T inTurn(Callable<T> task) {
        Future<T> result;
        try {
            result = pool.submit(task);
        } catch (RejectedExecutionException full) {
            throw Problem.of(ProblemType.UNAVAILABLE, "Too many sign up or log in at the moment: try again.");
        }
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
