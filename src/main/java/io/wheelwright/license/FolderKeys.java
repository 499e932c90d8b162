package io.wheelwright.license;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Keys in files of one folder, such as a mounted volume, which somebody else fills. */
record FolderKeys(Path folder) implements KeySource {

    private static final String ENDING = ".der";

    @Override
    public KeyRing load() {
        Map<String, byte[]> entries = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(FolderKeys::isKey).toList()) {
                entries.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return KeyRing.of(entries);
    }

    @Override
    public Optional<KeyRing> look() {
        return Optional.of(load());
    }

    @Override
    public Optional<String> setting() {
        return Optional.of("wheelwright.license.key-folder");
    }

    @Override
    public boolean mayPass(RuntimeException trouble) {
        return false;
    }

    @Override
    public String toString() {
        return "the folder " + folder;
    }

    private static boolean isKey(Path file) {
        return file.getFileName().toString().endsWith(ENDING) && Files.isRegularFile(file);
    }
}
