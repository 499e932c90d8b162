package io.wheelwright.agent;

import io.wheelwright.agent.protocol.LicenseBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The license Secret as the kubelet mounts it. */
record MountedLicense(Path directory) {

    /** Token and keys of the same moment, if they can be read. */
    Optional<LicenseBundle> read() {
        try {
            Path snapshot = snapshot();
            return Optional.of(new LicenseBundle(
                    Files.readString(snapshot.resolve("license.jwt")),
                    Json.MAPPER.readTree(Files.readAllBytes(snapshot.resolve("jwks.json")))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What holds without a good license, if the hub has said that already. */
    Optional<Unlicensed> unlicensed() {
        try {
            byte[] file = Files.readAllBytes(snapshot().resolve("unlicensed.json"));
            return Optional.ofNullable(Json.MAPPER.readValue(file, Unlicensed.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The kubelet swaps all files of a Secret at once by turning the link {@code ..data}: follow it once. */
    private Path snapshot() throws IOException {
        Path data = directory.resolve("..data");
        return Files.exists(data) ? data.toRealPath() : directory;
    }
}
