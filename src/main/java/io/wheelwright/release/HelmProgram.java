package io.wheelwright.release;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.UninstallCommand;
import com.marcnuri.helm.UpgradeCommand;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The process that Helm runs in. Helm's library takes the signals of its process, swaps its standard output, and can end
 * it; here that harms nobody. It answers one call at a time and ends when the hub closes its standard input or dies.
 */
final class HelmProgram {

    /** What a line of an answer begins with; everything else on standard output is Helm's own talk. */
    static final String MARK = "wheelwright-answer ";

    private static final ObjectMapper JSON = new ObjectMapper();

    private HelmProgram() {}

    public static void main(String[] args) throws InterruptedException, IOException {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        LinkedBlockingQueue<String> calls = new LinkedBlockingQueue<>();
        Thread listener = new Thread(() -> listen(calls), "calls");
        listener.setDaemon(true);
        listener.start();
        while (true) {
            String error = perform(JSON.readValue(calls.take(), HelmCall.class));
            answers.println(MARK + JSON.writeValueAsString(error == null ? Map.of() : Map.of("error", error)));
        }
    }

    /** Listens even while Helm works: a hub that is gone will never take the answer. */
    private static void listen(LinkedBlockingQueue<String> calls) {
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String line;
            while ((line = input.readLine()) != null) {
                calls.add(line);
            }
        } catch (IOException gone) {
            System.err.println("The hub is gone: " + gone.getMessage());
        }
        Runtime.getRuntime().halt(0);
    }

    private static String perform(HelmCall call) {
        try {
            switch (call.action()) {
                case INSTALL -> install(call).call();
                case UPGRADE -> upgrade(call).call();
                case UNINSTALL -> uninstall(call).call();
                case DISCARD -> uninstall(call).noHooks().call();
            }
            return null;
        } catch (IllegalStateException | IllegalArgumentException failure) {
            return String.valueOf(failure.getMessage());
        }
    }

    /** The library gives the options of install and upgrade no common type, so they are named twice. */
    private static InstallCommand install(HelmCall call) {
        return new Helm(Path.of(call.chart()))
                .install()
                .withName(call.name())
                .withNamespace(call.namespace())
                .withValuesFile(Path.of(call.valuesFile()))
                .withKubeConfigContents(call.kubeconfig())
                .skipCrds();
    }

    private static UpgradeCommand upgrade(HelmCall call) {
        return new Helm(Path.of(call.chart()))
                .upgrade()
                .withName(call.name())
                .withNamespace(call.namespace())
                .withValuesFile(Path.of(call.valuesFile()))
                .withKubeConfigContents(call.kubeconfig())
                .skipCrds();
    }

    private static UninstallCommand uninstall(HelmCall call) {
        return Helm.uninstall(call.name())
                .withNamespace(call.namespace())
                .withKubeConfigContents(call.kubeconfig())
                .ignoreNotFound();
    }
}
