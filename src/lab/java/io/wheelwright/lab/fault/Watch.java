package io.wheelwright.lab.fault;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** An open watch: its events are passed on at once, later, or a second time. */
final class Watch {

    private static final int REMEMBERED = 500;

    private final Call call;
    private final Consumer<String> client;
    private final Deque<String> passed = new ArrayDeque<>();
    private final List<String> held = new ArrayList<>();
    private boolean stalled;

    Watch(Call call, boolean stalled, Consumer<String> client) {
        this.call = call;
        this.stalled = stalled;
        this.client = client;
    }

    boolean isOf(String resource) {
        return call.resource().equals(resource);
    }

    synchronized void event(String event) {
        if (stalled) {
            held.add(event);
        } else {
            pass(event);
        }
    }

    synchronized void stall() {
        stalled = true;
    }

    synchronized void goOn() {
        stalled = false;
        held.forEach(this::pass);
        held.clear();
    }

    synchronized void replay() {
        passed.forEach(client);
    }

    private void pass(String event) {
        passed.add(event);
        if (passed.size() > REMEMBERED) {
            passed.remove();
        }
        client.accept(event);
    }
}
