package io.wheelwright.lab;

import io.wheelwright.lab.stripe.StripeLab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/** How shells reach the lab: the file {@code env}, which exists only while everything is ready, and the banner. */
record Environment(Path kubeconfig, HubSpace hub, URI mailbox, StripeLab stripe, Optional<Path> kubectlFolder) {

    private static final String FILE = "env";

    void write(Path directory) {
        try {
            Path next = directory.resolve(FILE + ".new");
            Files.writeString(next, exports());
            Files.move(next, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void forget(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String banner(Duration took) {
        return """

                Wheelwright is ready after %.1f s. Ctrl-C ends it.

                  hub          %s
                  API          %s/q/openapi
                  mailbox      %s
                  Stripe       %s
                  admin token  %s
                  hub's log    target/lab/hub.log

                  export KUBECONFIG=%s

                In a second terminal:

                  . target/lab/env
                  kubectl get products
                """.formatted(
                took.toMillis() / 1000.0, hub.url(), hub.url(), mailbox, stripe.url(), hub.adminToken(), kubeconfig);
    }

    private String exports() {
        StringBuilder lines = new StringBuilder();
        kubectlFolder.ifPresent(folder ->
                lines.append("export PATH=").append(quote(folder.toString())).append(":\"$PATH\"\n"));
        export(lines, "KUBECONFIG", kubeconfig);
        export(lines, "WHEELWRIGHT_URL", hub.url());
        export(lines, "WHEELWRIGHT_ADMIN_TOKEN", hub.adminToken());
        export(lines, "WHEELWRIGHT_NAMESPACE", hub.fleetNamespace());
        export(lines, "WHEELWRIGHT_MAILBOX_URL", mailbox);
        export(lines, "WHEELWRIGHT_STRIPE_URL", stripe.url());
        export(lines, "WHEELWRIGHT_STRIPE_WEBHOOK_SECRET", stripe.webhookSecret());
        return lines.toString();
    }

    private static void export(StringBuilder lines, String name, Object value) {
        lines.append("export ")
                .append(name)
                .append('=')
                .append(quote(value.toString()))
                .append('\n');
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
