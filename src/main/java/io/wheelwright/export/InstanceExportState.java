package io.wheelwright.export;

/** Where the export of an instance stands. */
enum InstanceExportState {
    /** Its hook is to run, or runs. */
    pending,
    /** The hook has said where it lies. */
    ready,
    /** There is none: the message says why. */
    failed
}
