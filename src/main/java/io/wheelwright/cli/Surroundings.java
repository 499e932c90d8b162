package io.wheelwright.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;

/** What a command is started with, beside its arguments. */
record Surroundings(Map<String, String> environment, InputStream in, PrintWriter out, PrintWriter err) {

    static Surroundings ofThisProcess() {
        return new Surroundings(
                System.getenv(), System.in, new PrintWriter(System.out, true), new PrintWriter(System.err, true));
    }

    /** A variable; one without a text is none. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** Says nothing of the variables: one of them is the token. */
    @Override
    public String toString() {
        return "Surroundings";
    }
}
