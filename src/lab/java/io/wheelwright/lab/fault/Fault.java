package io.wheelwright.lab.fault;

import java.time.Duration;

/** What goes wrong with one call. A watch has neither an effect nor an end, and nothing comes after it. */
public sealed interface Fault {

    /** It is passed on later. */
    record Delay(Duration by) implements Fault {}

    /** It is not passed on, and nobody answers; the connection stays open. */
    record Drop() implements Fault {}

    /** It is not passed on, and the connection breaks. */
    record Reset() implements Fault {}

    /** It is not passed on, and this is answered. */
    record Answer(int status, String body) implements Fault {}

    /** This happens instead of passing it on, and the connection breaks: a client that died as it asked. */
    record Before(Runnable event) implements Fault {}

    /** It is passed on, then this happens, and the connection breaks: a client that died before it knew. */
    record AfterEffect(Runnable event) implements Fault {}

    /** This happens once the answer has been passed back: a client that died knowing. */
    record AfterReply(Runnable event) implements Fault {}
}
