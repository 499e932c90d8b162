package io.wheelwright.lab.controlplane;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of {@code KUBEBUILDER_ASSETS}, in whatever versions somebody put there. It may lack some programs. */
record FolderSource(Optional<Path> folder) implements Source {

    static final String VARIABLE = "KUBEBUILDER_ASSETS";

    static FolderSource fromEnvironment() {
        return new FolderSource(Optional.ofNullable(System.getenv(VARIABLE))
                .filter(value -> !value.isBlank())
                .map(Path::of));
    }

    @Override
    public String description(Program program) {
        return VARIABLE;
    }

    @Override
    public Path find(Program program) throws NotHere {
        Path file = folder.orElseThrow(() -> new NotHere("not set")).resolve(program.file());
        if (!Files.isExecutable(file)) {
            throw new NotHere("no executable file " + file);
        }
        return file;
    }
}
