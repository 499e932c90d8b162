package io.wheelwright.agent;

import static io.wheelwright.agent.LicenseSmith.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wheelwright.agent.protocol.LicenseBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LicensesTest {
    private static final LicenseSmith HUB = new LicenseSmith("key-1");

    private final MovableClock clock = new MovableClock(NOW);

    @TempDir
    Path root;

    private Path mounted;
    private Path data;

    @BeforeEach
    void folders() throws IOException {
        mounted = Files.createDirectory(root.resolve("license"));
        data = Files.createDirectory(root.resolve("data"));
    }

    @Test
    void withoutALicenseTheSpokeIsUnlicensedAndSaysWhy() throws IOException {
        AccessReport access = licenses().access();

        assertThat(access.licensed()).isFalse();
        assertThat(access.access()).isEqualTo("unlicensed");
        assertThat(access.reason()).isEqualTo("license_missing");
    }

    @Test
    void followsTheLinkThatTheKubeletTurns() throws IOException {
        mountAsKubelet("1", HUB.license());
        Licenses licenses = licenses();
        assertThat(licenses.access().access()).isEqualTo("full");

        mountAsKubelet("2", HUB.license(claims -> claims.put("rev", 8).put("access", "read_only")));
        licenses.reload();

        assertThat(licenses.access().access()).isEqualTo("read_only");
        assertThat(licenses.access().revision()).isEqualTo(8);
    }

    @Test
    void aRevokedLicenseEndsTheOneBeforeAndGrantsNothing() throws Exception {
        mountAsKubelet("1", HUB.license());
        Licenses licenses = licenses();

        licenses.accept(
                HUB.license(claims -> claims.put("rev", 8).put("access", "none").put("revoked", true)));

        assertThat(licenses.access().access()).isEqualTo("unlicensed");
        assertThat(licenses.access().licensed()).isFalse();
        assertThat(licenses.access().reason()).isEqualTo("license_revoked");
        assertThat(licenses.access().agreesWith("None")).isTrue();
        assertThat(licenses.access().agreesWith("Full")).isFalse();
        mountAsKubelet("2", HUB.license(claims -> claims.put("rev", 9)));
        licenses.reload();
        assertThat(licenses.access().access()).isEqualTo("full");
    }

    @Test
    void expiresByItselfAndNamesTheReason() throws IOException {
        mountAsKubelet("1", HUB.license());
        Licenses licenses = licenses();

        clock.advance(Duration.ofDays(31));

        assertThat(licenses.access().reason()).isEqualTo("license_expired");
    }

    @Test
    void anOldLicenseCannotBePutBackEvenAfterARestart() throws IOException {
        mountAsKubelet("1", HUB.license(claims -> claims.put("rev", 9).put("access", "none")));
        assertThat(licenses().access().access()).isEqualTo("none");

        mountAsKubelet("2", HUB.license());

        assertThat(licenses().access().reason()).isEqualTo("license_superseded");
    }

    @Test
    void theNewerOfTheMountedAndTheFetchedLicenseCounts() throws IOException, LicenseRejected {
        mountAsKubelet("1", HUB.license());
        licenses().accept(HUB.license(claims -> claims.put("rev", 8).put("plan", "scale")));

        assertThat(licenses().access().plan()).as("kept over a restart").isEqualTo("scale");
        mountAsKubelet("2", HUB.license(claims -> claims.put("rev", 9).put("plan", "growth")));
        assertThat(licenses().access().plan()).isEqualTo("growth");
    }

    @Test
    void aLicenseThatIsNotGoodIsNotKept() throws IOException {
        Licenses licenses = licenses();

        assertThatThrownBy(() -> licenses.accept(HUB.license(claims -> claims.put("spoke", "globex"))))
                .isInstanceOf(LicenseRejected.class);

        assertThat(data.resolve("license.json")).doesNotExist();
    }

    @Test
    void aKeptLicenseThatIsDamagedIsAsGoodAsNone() throws IOException {
        Files.writeString(data.resolve("license.json"), "{");
        mountAsKubelet("1", HUB.license());

        assertThat(licenses().access().licensed()).isTrue();
    }

    private Licenses licenses() throws IOException {
        return new Licenses(new LicenseVerifier(LicenseSmith.SPOKE), mounted, data, clock);
    }

    /** Files in a folder of their own, a link to it, and links to the files through that link. */
    private void mountAsKubelet(String generation, LicenseBundle license) throws IOException {
        Path folder = Files.createDirectory(mounted.resolve("..generation-" + generation));
        Files.writeString(folder.resolve("license.jwt"), license.license());
        Files.writeString(folder.resolve("jwks.json"), license.jwks().toString());
        Path link = Files.createSymbolicLink(mounted.resolve("..data_tmp"), folder.getFileName());
        Files.move(link, mounted.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        for (String file : new String[] {"license.jwt", "jwks.json"}) {
            if (Files.notExists(mounted.resolve(file))) {
                Files.createSymbolicLink(mounted.resolve(file), Path.of("..data", file));
            }
        }
    }
}
