package io.wheelwright.api.v1alpha1;

/** Bounds that several fields share. */
final class Bounds {

    /** Largest whole number that JSON keeps exact everywhere. */
    static final long WHOLE = (1L << 53) - 1;

    /** Ten years, for numbers of days. */
    static final int DAYS = 3650;

    private Bounds() {}
}
