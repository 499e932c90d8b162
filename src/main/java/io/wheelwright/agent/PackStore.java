package io.wheelwright.agent;

import io.wheelwright.agent.protocol.InstalledPack;
import io.wheelwright.agent.protocol.ManifestPack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The installed packs: one file each, {@code packs/<name>/<version>}, whose directory is {@code packs/@scope/<name>} for
 * a scoped name. What begins with a dot is a download that has not been verified.
 */
final class PackStore {
    private static final String NAME = "[a-z0-9][-a-z0-9._]*";
    private static final Pattern PACK = Pattern.compile("(@[a-z0-9][-a-z0-9]*/)?" + NAME);
    private static final Pattern VERSION = Pattern.compile("[0-9][-+.0-9A-Za-z]*");
    private static final int SCOPED_DEPTH = 3;

    private final Path directory;

    PackStore(Path dataDirectory) {
        this.directory = dataDirectory.resolve("packs");
    }

    /** Whether the pack can be stored at all: its name and version lead nowhere but below the store. */
    static boolean accepts(ManifestPack pack) {
        return pack.name() != null
                && pack.version() != null
                && PACK.matcher(pack.name()).matches()
                && VERSION.matcher(pack.version()).matches();
    }

    /** What is installed, in order. */
    List<InstalledPack> installed() throws IOException {
        if (Files.notExists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory, SCOPED_DEPTH)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            VERSION.matcher(file.getFileName().toString()).matches())
                    .map(this::pack)
                    .sorted((a, b) -> (a.name() + " " + a.version()).compareTo(b.name() + " " + b.version()))
                    .toList();
        }
    }

    boolean has(ManifestPack pack) throws IOException {
        Path file = file(pack);
        return Files.isRegularFile(file) && Sha256.of(file).equals(pack.sha256());
    }

    /** Where the pack is downloaded to before it is verified. */
    Path draft(ManifestPack pack) throws IOException {
        Path file = file(pack);
        Files.createDirectories(file.getParent());
        return file.resolveSibling("." + pack.version() + ".new");
    }

    /** Puts the verified draft in its place. */
    void place(ManifestPack pack) throws IOException {
        Files.move(draft(pack), file(pack), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes all but this version. */
    void removeOthers(ManifestPack pack) throws IOException {
        Path file = file(pack);
        for (Path other : children(file.getParent())) {
            if (!other.equals(file)) {
                Files.delete(other);
            }
        }
    }

    /** Removes the packs of all names but these; what was removed. */
    List<InstalledPack> keepOnly(Set<String> names) throws IOException {
        List<InstalledPack> removed = new ArrayList<>();
        for (InstalledPack pack : installed()) {
            if (!names.contains(pack.name())) {
                Path home = directory.resolve(pack.name());
                for (Path file : children(home)) {
                    Files.delete(file);
                }
                Files.deleteIfExists(home);
                removed.add(pack);
            }
        }
        return removed;
    }

    private Path file(ManifestPack pack) {
        return directory.resolve(pack.name()).resolve(pack.version());
    }

    private InstalledPack pack(Path file) {
        String name = directory.relativize(file.getParent()).toString().replace('\\', '/');
        return new InstalledPack(name, file.getFileName().toString());
    }

    private static List<Path> children(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }
}
