package io.wheelwright.lab.stripe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** What goes wrong with requests: each fault strikes the next requests that match it. */
public final class Faults {

    /** What happens to a request. */
    public enum Fault {
        /** The connection breaks; nothing was done. */
        LOSE_REQUEST,
        /** It is done, and then the connection breaks. */
        LOSE_ANSWER,
        /** 429, which says nothing about trying again. */
        TOO_MANY,
        /** 429 with {@code Stripe-Should-Retry: true}. */
        TOO_MANY_RETRY,
        /** 409, as for a key that is in use. */
        CONFLICT,
        /** 500; nothing was done, but the idempotency key keeps the answer. */
        INTERNAL_ERROR,
        /** 503; nothing was done or kept. */
        UNAVAILABLE,
        /** 403, as for a restricted key. */
        FORBIDDEN,
        /** 404, as for what was deleted. */
        MISSING
    }

    private record Rule(String method, String path, boolean whole, Fault fault, int[] left) {}

    private final List<Rule> rules = new ArrayList<>();
    private final List<Hold> holds = new CopyOnWriteArrayList<>();

    /** Strikes the next requests, this many, with this method and a path that begins so. */
    public synchronized void next(int times, String method, String path, Fault fault) {
        rules.add(new Rule(method, path, false, fault, new int[] {times}));
    }

    public void next(String method, String path, Fault fault) {
        next(1, method, path, fault);
    }

    /** Strikes all such requests until {@link #clear}. */
    public void always(String method, String path, Fault fault) {
        next(Integer.MAX_VALUE, method, path, fault);
    }

    /** Strikes all requests with just this path until {@link #clear}. */
    public synchronized void alwaysAt(String method, String path, Fault fault) {
        rules.add(new Rule(method, path, true, fault, new int[] {Integer.MAX_VALUE}));
    }

    /** Has such requests stand still at that moment, until the hold says how they go on. */
    public Hold hold(Hold.Moment moment, Predicate<Hold.Request> which) {
        Hold hold = new Hold(moment, which);
        holds.add(hold);
        return hold;
    }

    /** Forgets all; what a hold has kept goes on. */
    public synchronized void clear() {
        rules.clear();
        holds.forEach(Hold::letGo);
        holds.clear();
    }

    /** Waits where a hold keeps a request at this moment; says whether it is lost then. */
    boolean loses(Hold.Moment moment, Hold.Request request) {
        boolean lost = false;
        for (Hold hold : holds) {
            lost |= hold.loses(moment, request);
        }
        return lost;
    }

    /** The fault that strikes a request, or null. */
    synchronized Fault strike(String method, String path) {
        for (Rule rule : rules) {
            if (rule.left()[0] > 0 && rule.method().equals(method) && matches(rule, path)) {
                rule.left()[0]--;
                return rule.fault();
            }
        }
        return null;
    }

    private static boolean matches(Rule rule, String path) {
        return rule.whole() ? path.equals(rule.path()) : path.startsWith(rule.path());
    }
}
