package io.wheelwright.lab.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The files of one pod: a directory a volume, and a root a container in which links lead to the mounted volumes. */
final class PodDirectory {

    private final Path base;
    private final NodeFiles node;

    PodDirectory(Path base, NodeFiles node) {
        this.base = base;
        this.node = node;
    }

    /** Brings a volume that is made of API objects up to date. */
    void project(String volume, Map<String, byte[]> files) throws IOException {
        new AtomicFiles(volume(volume)).write(files);
    }

    /** Makes an empty directory, shared by the pod's containers and kept as long as the pod. */
    void makeEmpty(String volume) throws IOException {
        Files.createDirectories(volume(volume));
    }

    /** Lets a volume lead to the claim's directory, which outlives the pod. */
    void bind(String volume, ObjectMeta claim) throws IOException {
        Path directory = node.claim(claim);
        Files.createDirectories(directory);
        link(volume(volume), directory);
    }

    /** Lays out what the container sees as {@code /}. */
    Path root(Container container) throws IOException {
        Path root = base.resolve("containers").resolve(container.getName());
        Files.createDirectories(root);
        List<VolumeMount> outerFirst = container.getVolumeMounts().stream()
                .sorted(Comparator.comparing(VolumeMount::getMountPath))
                .toList();
        for (VolumeMount mount : outerFirst) {
            mount(root, mount);
        }
        return root;
    }

    void delete() throws IOException {
        Trees.delete(base);
    }

    private void mount(Path root, VolumeMount mount) throws IOException {
        Path place = root.resolve(mount.getMountPath().replaceFirst("^/+", "")).normalize();
        if (!place.startsWith(root) || place.equals(root)) {
            throw new IOException("mount path %s is not below /".formatted(mount.getMountPath()));
        }
        Path volume = volume(mount.getName());
        String part = mount.getSubPath();
        if (part == null || part.isEmpty()) {
            link(place, volume);
            return;
        }
        Path source = volume.resolve(part);
        if (Files.exists(volume.resolve("..data"))) {
            copy(source, place);
        } else {
            makeDirectory(source);
            link(place, source);
        }
    }

    /** As with the kubelet, a file mounted by subPath stays as it was at the start when its object changes. */
    private static void copy(Path source, Path place) throws IOException {
        makeDirectory(place.getParent());
        Files.copy(source, place, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void link(Path place, Path target) throws IOException {
        makeDirectory(place.getParent());
        Path absolute = target.toAbsolutePath();
        if (Files.isSymbolicLink(place) && Files.readSymbolicLink(place).equals(absolute)) {
            return;
        }
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(place);
        }
        Files.createSymbolicLink(place, absolute);
    }

    /** The JDK's own method refuses a link to a directory, which a mount inside another mount has as its parent. */
    private static void makeDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
        }
    }

    private Path volume(String name) {
        return base.resolve("volumes").resolve(name);
    }
}
