package io.wheelwright.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderKeysTest {

    @TempDir
    Path folder;

    @Test
    void signsWithWhatIsThereAndFollowsWhatIsPutThere() throws IOException {
        Files.write(folder.resolve("private.der"), SecretKeys.generate());
        Files.writeString(folder.resolve("README.txt"), "no key");
        Files.createDirectory(folder.resolve("..data.der"));
        LicenseKey key = new LicenseKey(new FolderKeys(folder));
        KeyRing former = key.get();

        Files.write(folder.resolve("former.pub.der"), former.current().key().getEncoded());
        Files.write(folder.resolve("private.der"), SecretKeys.generate());
        key.refresh();

        assertThat(key.get().kid()).isNotEqualTo(former.kid());
        assertThat(key.get().jwks()).contains(former.kid(), key.get().kid());
        Files.write(folder.resolve("private.der"), new byte[] {1});
        String kid = key.get().kid();
        key.refresh();
        assertThat(key.get().kid()).isEqualTo(kid);
    }

    @Test
    void saysWhereKeysAreMissing() {
        assertThatIllegalStateException()
                .isThrownBy(new LicenseKey(new FolderKeys(folder))::get)
                .withMessageContaining(folder.toString())
                .withMessageContaining("private.der is missing");
        assertThatIllegalStateException()
                .isThrownBy(new LicenseKey(new FolderKeys(folder.resolve("nowhere")))::get)
                .withMessageContaining("nowhere");
    }

    @Test
    void aHubDoesNotStartWithAFolderThatHasNoKey() throws IOException {
        assertThatIllegalStateException()
                .isThrownBy(() -> new LicenseKey(new FolderKeys(folder)).check(new StartupEvent()))
                .withMessageStartingWith("Set wheelwright.license.key-folder right.")
                .withMessageContaining("private.der is missing");
        assertThatIllegalStateException()
                .isThrownBy(() -> new LicenseKey(new FolderKeys(folder.resolve("nowhere"))).check(new StartupEvent()))
                .withMessageContaining("nowhere");

        Files.write(folder.resolve("private.der"), SecretKeys.generate());
        new LicenseKey(new FolderKeys(folder)).check(new StartupEvent());
    }
}
