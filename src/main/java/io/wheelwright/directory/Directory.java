package io.wheelwright.directory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** The directory: which DID is which spoke's. */
@ApplicationScoped
public class Directory {

    /** The DID that the spoke's agent registered. */
    @Transactional
    public Optional<String> didOf(String spokeUid) {
        return DirectoryRow.ofSpoke(spokeUid).map(row -> row.did);
    }
}
