package io.wheelwright.agent;

import io.wheelwright.agent.protocol.LicenseBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What the pod of an agent looks like: its environment and its mounted files below a root. */
record SpokeFolder(Path root, Map<String, String> env) {

    static SpokeFolder below(Path root, String hubUrl) throws IOException {
        SpokeFolder folder = new SpokeFolder(
                root,
                new TreeMap<>(Map.of(
                        "WHEELWRIGHT_HUB_URL", hubUrl,
                        "WHEELWRIGHT_SPOKE_ID", LicenseSmith.SPOKE,
                        "WHEELWRIGHT_HOSTNAME", "acme.example.com",
                        "WHEELWRIGHT_LISTEN", "127.0.0.1:0",
                        "WHEELWRIGHT_VERSION", "1.2.3")));
        folder.apiKey(RecordingHub.KEY);
        return folder;
    }

    void apiKey(String key) throws IOException {
        write("var/run/wheelwright/agent/api-key", key + "\n");
    }

    void license(LicenseBundle license) throws IOException {
        write("var/run/wheelwright/license/license.jwt", license.license());
        write("var/run/wheelwright/license/jwks.json", license.jwks().toString());
    }

    void unlicensed(String grants) throws IOException {
        write("var/run/wheelwright/license/unlicensed.json", grants);
    }

    Path identity() {
        return root.resolve("var/lib/wheelwright/ed25519.pem");
    }

    Path accessFile() {
        return root.resolve("run/wheelwright/access.json");
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
