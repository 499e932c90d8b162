package io.wheelwright.cli;

/** The codes that commands end with. */
final class Exit {

    static final int WELL = 0;
    static final int NOT_WELL = 1;
    static final int USAGE = 2;
    static final int NO_ANSWER = 3;

    private Exit() {}
}
