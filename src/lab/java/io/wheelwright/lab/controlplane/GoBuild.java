package io.wheelwright.lab.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A build from the Go modules that the repository pins; {@code go.sum} is what they are checked against. */
record GoBuild(Path modules, Cache cache, Consumer<String> progress) implements Source {

    @Override
    public String description(Program program) {
        return "go build in " + modules.resolve(program.goModule());
    }

    @Override
    public Path find(Program program) throws NotHere {
        Path module = modules.resolve(program.goModule());
        if (!Files.exists(module.resolve("go.mod"))) {
            throw new NotHere("no go.mod there");
        }
        String go = Command.onPath("go")
                .map(Path::toString)
                .orElseThrow(() -> new NotHere("no Go on the PATH; install it: " + installation()));
        try {
            Path part = cache.newFile(program);
            part.toFile().deleteOnExit();
            new Command(command(go, program, part))
                    .in(module)
                    .with("CGO_ENABLED", "0")
                    .run(seconds -> progress.accept("building " + program.file() + " " + program.version()
                            + ", once on this machine (" + seconds + " s)"));
            return cache.keep(program, part);
        } catch (IOException e) {
            throw new NotHere(e.getMessage(), e);
        }
    }

    private static List<String> command(String go, Program program, Path output) {
        String flags = "-s -w";
        if (program.isKubernetes()) {
            String variable = " -X k8s.io/component-base/version.";
            String[] numbers = program.version().substring(1).split("\\.");
            flags += variable + "gitVersion=" + program.version() + variable + "gitMajor=" + numbers[0] + variable
                    + "gitMinor=" + numbers[1];
        }
        return List.of(
                go,
                "build",
                "-mod=readonly",
                "-trimpath",
                "-ldflags",
                flags,
                "-o",
                output.toString(),
                program.goPackage());
    }

    private static String installation() {
        return Platform.current().os().equals("darwin")
                ? "brew install go"
                : "https://go.dev/doc/install, or a package such as golang-go if it is recent enough";
    }
}
