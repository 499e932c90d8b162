package io.wheelwright.lab.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A directory whose files change all at once, as the kubelet does it: the files are in a folder of their own that the
 * link {@code ..data} points to, each visible name is a link through it, and a change swaps that one link.
 */
record AtomicFiles(Path directory) {

    private static final String DATA = "..data";

    /** Makes the directory hold these files and no others. Does nothing where it already does. */
    void write(Map<String, byte[]> files) throws IOException {
        Files.createDirectories(directory);
        if (holds(files)) {
            return;
        }
        Path former = Files.exists(data()) ? data().toRealPath() : null;
        Path next = Files.createTempDirectory(directory, "..");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = next.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        Path swap = directory.resolve("..data_tmp");
        Files.deleteIfExists(swap);
        Files.createSymbolicLink(swap, next.getFileName());
        Files.move(swap, data(), StandardCopyOption.ATOMIC_MOVE);
        showOnly(visibleNames(files));
        if (former != null) {
            Trees.delete(former);
        }
    }

    private boolean holds(Map<String, byte[]> files) throws IOException {
        if (!Files.exists(data())) {
            return false;
        }
        Path current = data().toRealPath();
        try (Stream<Path> present = Files.walk(current)) {
            Set<String> names = present.filter(Files::isRegularFile)
                    .map(path -> current.relativize(path).toString())
                    .collect(Collectors.toSet());
            return names.equals(files.keySet())
                    && files.entrySet().stream().allMatch(file -> isSame(current.resolve(file.getKey()), file));
        }
    }

    private static boolean isSame(Path path, Map.Entry<String, byte[]> file) {
        try {
            return Arrays.equals(Files.readAllBytes(path), file.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void showOnly(Set<String> names) throws IOException {
        for (String name : names) {
            Path link = directory.resolve(name);
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link, Path.of(DATA, name));
            }
        }
        try (Stream<Path> present = Files.list(directory)) {
            for (Path path : present.filter(Files::isSymbolicLink).toList()) {
                String name = path.getFileName().toString();
                if (!name.equals(DATA) && !names.contains(name)) {
                    Files.delete(path);
                }
            }
        }
    }

    /** A file in a subfolder is shown by the folder. */
    private static Set<String> visibleNames(Map<String, byte[]> files) {
        return files.keySet().stream()
                .map(name -> Path.of(name).getName(0).toString())
                .collect(Collectors.toSet());
    }

    private Path data() {
        return directory.resolve(DATA);
    }
}
