package io.wheelwright.export;

/** Where an export stands. */
enum ExportState {
    /** It is being made, or is about to be. */
    pending,
    /** The archive can be downloaded. */
    ready,
    /** It was tried as often as is sensible: ask for a new one. */
    failed,
    /** The archive is no longer kept. */
    expired
}
