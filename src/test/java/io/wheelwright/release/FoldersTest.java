package io.wheelwright.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {

    /** No process has this id. */
    private static final String NOBODY = "wheelwright-helm-4194999-1-";

    private final String real = System.getProperty("java.io.tmpdir");

    @TempDir
    Path folder;

    @BeforeEach
    void useAFolderOfOurOwn() {
        System.setProperty("java.io.tmpdir", folder.toString());
    }

    @AfterEach
    void useTheRealOneAgain() {
        System.setProperty("java.io.tmpdir", real);
    }

    @Test
    void clearsWhatKilledHubsHaveLeftAndNothingElse() throws IOException {
        Path orphan = Files.createDirectories(folder.resolve(NOBODY + "a/1")).getParent();
        Path ours = Folders.make();
        Path foreign = Files.createDirectory(folder.resolve("somebody-else"));

        Folders.clearOrphans();

        assertThat(orphan).doesNotExist();
        assertThat(ours).exists();
        assertThat(foreign).exists();
    }

    /** Another owner is played: tests may run as root, whom no owner stops. */
    @Test
    void goesOnWhenOneCannotBeCleared() throws IOException {
        Path stubborn = Files.createFile(folder.resolve(NOBODY + "a"));
        Path orphan = Files.createDirectory(folder.resolve(NOBODY + "b"));

        Folders.clearOrphans(path -> {
            if (path.equals(stubborn)) {
                throw new java.io.UncheckedIOException(new IOException("not ours"));
            }
            Folders.delete(path);
        });

        assertThat(orphan).doesNotExist();
        assertThat(stubborn).exists();
    }
}
