package io.wheelwright.lab.fault;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The watches that are open, and the kinds whose events are held back. */
final class Watches {

    private final Set<Watch> open = ConcurrentHashMap.newKeySet();
    private final Set<String> stalled = ConcurrentHashMap.newKeySet();

    Watch open(Call call, Consumer<String> client) {
        Watch watch = new Watch(call, stalled.contains(call.resource()), client);
        open.add(watch);
        return watch;
    }

    void ended(Watch watch) {
        open.remove(watch);
    }

    void stall(String resource) {
        stalled.add(resource);
        open.stream().filter(watch -> watch.isOf(resource)).forEach(Watch::stall);
    }

    void goOn() {
        stalled.clear();
        open.forEach(Watch::goOn);
    }

    void replay(String resource) {
        open.stream().filter(watch -> watch.isOf(resource)).forEach(Watch::replay);
    }
}
