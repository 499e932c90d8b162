package io.wheelwright.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A command that has run: what it ended with, and what it printed. */
record Ran(int code, String out, String err) {

    /** Runs it here, with these variables and nothing to read. */
    static Ran of(Map<String, String> environment, String... arguments) {
        return reading("", environment, arguments);
    }

    /** Runs it with something to read. */
    static Ran reading(String input, Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Commands.run(
                new Surroundings(
                        environment,
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintWriter(out),
                        new PrintWriter(err)),
                arguments);
        return new Ran(code, out.toString(), err.toString());
    }
}
