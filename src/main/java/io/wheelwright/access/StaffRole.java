package io.wheelwright.access;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/** What somebody of the staff may. */
enum StaffRole {
    /** Everything. */
    ADMIN,
    /** Look at everything. */
    VIEWER;

    /** The most that these values of the claim make of somebody; empty where they make nothing. */
    static Optional<StaffRole> of(Collection<String> values, StaffConfig config) {
        if (anyOf(values, config.admins())) {
            return Optional.of(ADMIN);
        }
        return anyOf(values, config.viewers()) ? Optional.of(VIEWER) : Optional.empty();
    }

    private static boolean anyOf(Collection<String> values, Optional<Set<String>> wanted) {
        return wanted.filter(names -> !Collections.disjoint(names, values)).isPresent();
    }
}
