package io.wheelwright.lab.node;

import java.util.BitSet;

/** Addresses of pods, from 10.244.0.0/16. They exist in the API only: programs listen on loopback ports. */
final class PodAddresses {

    private static final String PREFIX = "10.244.";
    private static final int FIRST = 16;
    private static final int LAST = 65_534;

    private final BitSet taken = new BitSet(LAST);
    private int next = FIRST;

    /** The first address after the last one given, so that one that was just freed is not used again at once. */
    synchronized String take() {
        int free = taken.nextClearBit(next);
        if (free > LAST) {
            free = taken.nextClearBit(FIRST);
        }
        taken.set(free);
        next = free + 1;
        return PREFIX + (free >> 8) + "." + (free & 0xff);
    }

    /** Marks an address as used by a pod that an earlier node process started. */
    synchronized String keep(String address) {
        taken.set(index(address));
        return address;
    }

    synchronized void free(String address) {
        taken.clear(index(address));
    }

    private static int index(String address) {
        String[] parts = address.split("\\.", -1);
        return (Integer.parseInt(parts[2]) << 8) + Integer.parseInt(parts[3]);
    }
}
