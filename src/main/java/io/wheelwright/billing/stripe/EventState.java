package io.wheelwright.billing.stripe;

/** What became of an event. */
enum EventState {
    /** It waits for its turn, or for the next try. */
    pending,
    /** What follows from it was looked at, and written where something was to be. */
    done,
    /** Nothing follows from it. */
    ignored,
    /** It is signed, and of the other mode. */
    quarantined,
    /** It was tried for days in vain; a replay tries it again. */
    dead
}
