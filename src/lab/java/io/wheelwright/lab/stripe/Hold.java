package io.wheelwright.lab.stripe;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Requests that stand still at one moment until they go on or are lost, such as until a test has killed who waits for the
 * answer. Those that come later go on at once.
 */
public final class Hold {

    /** Where a request stands still. */
    public enum Moment {
        /** It has come, and nothing is done yet. */
        BEFORE_EFFECT,
        /** It is done, and nothing is answered yet. */
        AFTER_EFFECT
    }

    /**
     * A request.
     *
     * @param content its query and its body, as they were sent
     */
    public record Request(String method, String path, String content) {}

    private final Moment moment;
    private final Predicate<Request> which;
    private final CompletableFuture<Boolean> lost = new CompletableFuture<>();
    private final AtomicInteger met = new AtomicInteger();

    Hold(Moment moment, Predicate<Request> which) {
        this.moment = moment;
        this.which = which;
    }

    /** How many such requests have come to that moment. */
    public int met() {
        return met.get();
    }

    /** Those that stand here go on. */
    public void letGo() {
        lost.complete(false);
    }

    /** The connections of those that stand here break. */
    public void lose() {
        lost.complete(true);
    }

    /** Stands still if this is such a request; says whether it is lost. */
    boolean loses(Moment now, Request request) {
        if (moment != now || !which.test(request)) {
            return false;
        }
        met.incrementAndGet();
        try {
            return !lost.isDone() && lost.get();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
