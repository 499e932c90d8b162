package io.wheelwright.lab;

import io.wheelwright.lab.process.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** What a lab keeps over a restart besides its data: the hub's port and the administrator's token. */
record LabState(int port, String adminToken) {

    private static final int USUAL_PORT = 8080;

    static LabState in(Path directory) {
        Path file = directory.resolve("state.properties");
        Properties kept = new Properties();
        try {
            if (Files.exists(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    kept.load(in);
                }
            }
            LabState state = new LabState(
                    port(Integer.parseInt(kept.getProperty("port", Integer.toString(USUAL_PORT)))),
                    kept.getProperty("admin-token", HubSpace.newToken()));
            kept.setProperty("port", Integer.toString(state.port()));
            kept.setProperty("admin-token", state.adminToken());
            try (OutputStream out = Files.newOutputStream(file)) {
                kept.store(out, null);
            }
            return state;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "port " + port;
    }

    private static int port(int wanted) {
        return Ports.isFree(wanted) ? wanted : Ports.free();
    }
}
