package io.wheelwright.lab.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

    @TempDir
    Path directory;

    @Test
    void showsTheFilesAndNoOthers() throws IOException {
        AtomicFiles files = new AtomicFiles(directory);
        files.write(files("a", "1", "b", "2"));
        files.write(files("b", "3", "sub/c", "4"));
        assertThat(directory.resolve("a")).doesNotExist();
        assertThat(directory.resolve("b")).hasContent("3");
        assertThat(directory.resolve("sub/c")).hasContent("4");
    }

    @Test
    void changesAllFilesWithOneLink() throws IOException {
        AtomicFiles files = new AtomicFiles(directory);
        files.write(files("a", "1"));
        Path before = directory.resolve("a").toRealPath();
        files.write(files("a", "2"));
        assertThat(directory.resolve("a").toRealPath()).isNotEqualTo(before);
        assertThat(before).doesNotExist();
        assertThat(directory.resolve("a").toRealPath().getParent())
                .isEqualTo(directory.resolve("..data").toRealPath());
    }

    @Test
    void leavesEqualFilesAlone() throws IOException {
        AtomicFiles files = new AtomicFiles(directory);
        files.write(files("a", "1", "sub/c", "4"));
        Path before = directory.resolve("..data").toRealPath();
        files.write(files("a", "1", "sub/c", "4"));
        assertThat(directory.resolve("..data").toRealPath()).isEqualTo(before);
    }

    @Test
    void canBeEmpty() throws IOException {
        new AtomicFiles(directory).write(Map.of());
        try (Stream<Path> visible = Files.list(directory)) {
            assertThat(visible.map(path -> path.getFileName().toString())).allMatch(name -> name.startsWith(".."));
        }
    }

    private static Map<String, byte[]> files(String... namesAndContents) {
        Map<String, byte[]> files = new HashMap<>();
        for (int i = 0; i < namesAndContents.length; i += 2) {
            files.put(namesAndContents[i], namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }
}
