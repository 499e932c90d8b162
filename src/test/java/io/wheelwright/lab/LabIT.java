package io.wheelwright.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab as a process of its own, as {@code ./mvnw -Plab} starts it. */
@Tag("long")
class LabIT {

    @TempDir
    private Path directory;

    @Test
    void aLabKeepsItsStateUntilItIsToldToForgetAndLeavesNothingBehind() throws Exception {
        LabShell shell;
        List<ProcessHandle> killed;
        try (LabRun lab = LabRun.start(directory)) {
            shell = lab.awaitShell();
            assertThat(shell.createOrganization("Kept")).isEqualTo(201);
            assertThat(shell.kubectl("get", "products", "-o", "name")).contains("product.wheelwright.io/cosmetics");
            LabShell customer = shell;
            assertThat(customer.signUp("ada@kept.example")).isEqualTo(201);
            await("the mailbox shows the mail")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> customer.mails("Welcome to Wheelwright").contains("ada@kept.example"));
            assertThat(shell.wheelwright("--version")).containsPattern("wheelwright [0-9]");
            assertThat(shell.wheelwright("stripe", "doctor"))
                    .contains("It is one of test mode, and good.", "Nothing has failed.")
                    .doesNotContain(shell.adminToken());

            lab.interrupt();

            assertThat(lab.awaitEnd()).as("no complaint:%n%s", lab.output()).doesNotContain("did not", "The hub ended");
            awaitEnd(lab.parts());
            assertThat(directory.resolve("env")).doesNotExist();
        }
        try (LabRun lab = LabRun.start(directory)) {
            assertThat(lab.awaitShell()).isEqualTo(shell);
            assertThat(shell.organizations()).contains("Kept");

            lab.kill();

            killed = lab.parts();
            assertThat(killed).as("a SIGKILL leaves processes").anyMatch(ProcessHandle::isAlive);
        }
        try (LabRun lab = LabRun.start(directory, "-Dfresh=true")) {
            LabShell fresh = lab.awaitShell();
            assertThat(lab.output()).contains("Ended what a former lab left: hub, ");
            awaitEnd(killed);
            assertThat(fresh.organizations()).doesNotContain("Kept");
            assertThat(fresh.adminToken()).isNotEqualTo(shell.adminToken());
            lab.interrupt();
            lab.awaitEnd();
            awaitEnd(lab.parts());
        }
    }

    @Test
    void aClusterOfYourOwnIsUsedAndStays() throws Exception {
        Path kubeconfig = LabPlane.shared().cluster().kubeconfig();

        try (LabRun lab = LabRun.on(kubeconfig, directory)) {
            LabShell shell = lab.awaitShell();

            assertThat(shell.kubeconfig()).isEqualTo(kubeconfig.toString());
            assertThat(shell.kubectl("get", "products", "-n", "wheelwright-fleet", "-o", "name"))
                    .contains("product.wheelwright.io/iot");
            assertThat(directory.resolve("etcd.pid")).doesNotExist();
            lab.interrupt();
            lab.awaitEnd();
        }

        assertThat(LabPlane.shared().client().raw("/readyz")).isEqualTo("ok");
    }

    /** PostgreSQL is no child of the lab: the system reaps it a moment later. */
    private static void awaitEnd(List<ProcessHandle> parts) {
        assertThat(parts).isNotEmpty();
        await().atMost(Duration.ofSeconds(10)).until(() -> parts.stream().noneMatch(ProcessHandle::isAlive));
    }
}
