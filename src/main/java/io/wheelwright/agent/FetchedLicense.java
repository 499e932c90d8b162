package io.wheelwright.agent;

import io.wheelwright.agent.protocol.LicenseBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The license that the agent fetched from the hub itself, kept in its volume for the next start. */
record FetchedLicense(Path dataDirectory) {

    /** What was kept; a file that cannot be read is as good as none, for the hub can be asked again. */
    Optional<LicenseBundle> read() {
        try {
            return Optional.of(Json.MAPPER.readValue(Files.readAllBytes(file()), LicenseBundle.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void keep(LicenseBundle bundle) throws IOException {
        AtomicFile.secret(file()).write(Json.MAPPER.writeValueAsBytes(bundle));
    }

    private Path file() {
        return dataDirectory.resolve("license.json");
    }
}
