package io.wheelwright.fleet;

/** A spoke's agent told something new, to this hub or to another. Fired asynchronously after it is durable. */
public record SpokeReported(String spokeUid, String spokeId, Kind kind) {

    /** What is new. */
    public enum Kind {
        /** The agent reported for the first time. */
        FIRST_HEARTBEAT,
        /** The agent reported after its report had been overdue. */
        RETURNED,
        /** The spoke feels different. */
        STATUS_CHANGED,
        /** The agent pulled another manifest, or installed other packs. */
        PACKS_CHANGED,
        /** The agent registered the spoke's DID. */
        DIRECTORY_REGISTERED
    }
}
