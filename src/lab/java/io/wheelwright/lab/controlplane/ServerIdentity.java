package io.wheelwright.lab.controlplane;

import java.nio.file.Path;

/** What an API server proves itself with; whoever stands before it in its stead needs the same. */
public record ServerIdentity(Path certificate, Path key) {

    /** That of the control plane in this directory. */
    public static ServerIdentity in(Path directory) {
        Credentials credentials = Credentials.in(ControlPlane.credentials(directory));
        return new ServerIdentity(credentials.serverCertificate(), credentials.serverKey());
    }
}
