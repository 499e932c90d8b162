package io.wheelwright.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the packaged program begins: without arguments it is the hub, with some it is a command. */
@QuarkusMain
public class Main {

    public static void main(String... arguments) {
        if (arguments.length == 0) {
            Quarkus.run(arguments);
        } else {
            System.exit(Commands.run(Surroundings.ofThisProcess(), arguments));
        }
    }
}
