package io.wheelwright.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpokeKeyTest {
    @TempDir
    Path folder;

    @Test
    void isMadeOnceForTheAgentsEyesOnly() throws IOException {
        Path file = folder.resolve("ed25519.pem");

        String first = SpokeKey.loadOrCreate(file).multibase();

        assertThat(first).startsWith("z6Mk");
        assertThat(SpokeKey.loadOrCreate(file).multibase()).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void isNeverMadeAnewOverADamagedFile() throws IOException {
        Path file = folder.resolve("ed25519.pem");
        Files.writeString(file, "");

        assertThatIOException().isThrownBy(() -> SpokeKey.loadOrCreate(file)).withMessageContaining("restore the file");

        assertThat(file).isEmptyFile();
    }

    @Test
    void refusesHalvesThatDoNotBelongTogether() throws IOException {
        Path one = folder.resolve("one.pem");
        Path other = folder.resolve("other.pem");
        SpokeKey.loadOrCreate(one);
        SpokeKey.loadOrCreate(other);
        String mixed = block(one, "PRIVATE KEY") + block(other, "PUBLIC KEY");
        Files.writeString(one, mixed);

        assertThatIOException().isThrownBy(() -> SpokeKey.loadOrCreate(one)).withMessageContaining("damaged");

        assertThat(one).hasContent(mixed);
    }

    private static String block(Path file, String label) throws IOException {
        String pem = Files.readString(file);
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----\n";
        return pem.substring(pem.indexOf(begin), pem.indexOf(end) + end.length());
    }
}
