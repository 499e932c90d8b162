package io.wheelwright.sample;

/**
 * What the agent says that the application may do.
 *
 * @param access {@code full}, {@code read_only}, {@code export_only}, {@code none} or {@code unlicensed}
 * @param message why, as a sentence
 */
record Access(String access, String message) {
    static final Access UNKNOWN = new Access("unlicensed", "The agent of this spoke has not been heard yet.");

    boolean mayWrite() {
        return access.equals("full");
    }
}
