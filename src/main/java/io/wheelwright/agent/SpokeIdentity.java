package io.wheelwright.agent;

import io.wheelwright.agent.protocol.DirectoryRegistration;
import java.io.IOException;
import java.util.List;

/** Who the spoke is: its identifier, the key that proves it, and where it is reached. */
record SpokeIdentity(String spokeId, String did, SpokeKey key, String endpoint) {

    /** The identity kept in the spoke's volume; made at first boot. */
    static SpokeIdentity of(AgentSettings settings) throws IOException {
        String did = DidWeb.of(settings.hostname());
        SpokeKey key = SpokeKey.loadOrCreate(settings.dataDirectory().resolve("ed25519.pem"));
        return new SpokeIdentity(settings.spokeId(), did, key, "https://" + settings.hostname());
    }

    DidDocument document() {
        return DidDocument.of(did, key.multibase(), endpoint);
    }

    /** What the directory is told. Whether the spoke is listed and what it offers is for its resource to say. */
    DirectoryRegistration registration() {
        var registration = new DirectoryRegistration(did, spokeId, endpoint, List.of(), null, null);
        return registration.with(key.proofOf(registration.signedText()));
    }
}
