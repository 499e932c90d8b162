package io.wheelwright.agent;

import java.io.IOException;
import java.nio.file.Path;

/** {@code access.json}: what the application may do, for software in the agent's own pod. Written when it changes. */
final class AccessFile {
    private final AtomicFile file;
    private AccessReport written;

    AccessFile(Path sharedDirectory) {
        this.file = AtomicFile.shared(sharedDirectory.resolve("access.json"));
    }

    void update(AccessReport access) throws IOException {
        if (!access.equals(written)) {
            file.write(Json.MAPPER.writeValueAsBytes(access));
            written = access;
        }
    }
}
