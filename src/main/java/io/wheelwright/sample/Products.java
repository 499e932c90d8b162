package io.wheelwright.sample;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The little that the sample application keeps: names, in memory. */
final class Products {
    private static final int MOST = 1000;

    private final List<String> names = new CopyOnWriteArrayList<>();

    List<String> all() {
        return names;
    }

    /** Adds a name; false when there is no room left. */
    boolean add(String name) {
        return names.size() < MOST && names.add(name);
    }
}
