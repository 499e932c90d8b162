package io.wheelwright.lab.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodDirectoryTest {

    @TempDir
    Path base;

    private NodeFiles node;
    private PodDirectory pod;

    @BeforeEach
    void makePod() {
        node = new NodeFiles(base);
        pod = node.pod("uid");
    }

    @Test
    void mountsInsideMountsWorkInAnyOrder() throws IOException {
        pod.makeEmpty("outer");
        pod.project("inner", Map.of("key", bytes("secret")));
        Path root = pod.root(container()
                .addNewVolumeMount()
                .withName("inner")
                .withMountPath("/run/app/keys")
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("outer")
                .withMountPath("/run/app")
                .endVolumeMount()
                .build());
        Files.writeString(root.resolve("run/app/file"), "shared");
        assertThat(root.resolve("run/app/keys/key")).hasContent("secret");
        assertThat(base.resolve("pods/uid/volumes/outer/file")).hasContent("shared");
    }

    @Test
    void aSecondStartOfTheContainerFindsItsFiles() throws IOException {
        pod.makeEmpty("scratch");
        Container container = container()
                .addNewVolumeMount()
                .withName("scratch")
                .withMountPath("/data")
                .withSubPath("a/b")
                .endVolumeMount()
                .build();
        Files.writeString(pod.root(container).resolve("data/file"), "kept");
        assertThat(pod.root(container).resolve("data/file")).hasContent("kept");
    }

    @Test
    void aClaimOutlivesThePodAndIsNotGivenToItsNamesake() throws IOException {
        pod.bind("data", claim("one"));
        pod.bind("data", claim("one"));
        Files.writeString(base.resolve("pods/uid/volumes/data/row"), "kept");
        pod.delete();
        assertThat(node.claim(claim("one")).resolve("row")).hasContent("kept");
        assertThat(node.claim(claim("two"))).doesNotExist();
    }

    @Test
    void nothingIsMountedOutsideTheContainer() throws IOException {
        pod.makeEmpty("scratch");
        Container container = container()
                .addNewVolumeMount()
                .withName("scratch")
                .withMountPath("/../../../../elsewhere")
                .endVolumeMount()
                .build();
        assertThatThrownBy(() -> pod.root(container)).isInstanceOf(IOException.class);
    }

    private static ObjectMeta claim(String uid) {
        return new ObjectMetaBuilder()
                .withNamespace("spoke-a")
                .withName("data")
                .withUid(uid)
                .build();
    }

    private static ContainerBuilder container() {
        return new ContainerBuilder().withName("main");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
