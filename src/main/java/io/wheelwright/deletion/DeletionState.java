package io.wheelwright.deletion;

/** Where a deletion stands. */
enum DeletionState {
    /** It waits for its day. */
    scheduled,
    /** A hub that did not know of it found it in the cluster: an administrator has to confirm it. */
    unconfirmed,
    /** It is going on. */
    executing,
    /** It was tried as often as is sensible: an administrator has to decide. */
    stalled,
    /** It is done: this is the tombstone. */
    executed,
    /** The spoke was taken back. */
    restored
}
