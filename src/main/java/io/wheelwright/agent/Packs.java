package io.wheelwright.agent;

import io.wheelwright.agent.protocol.InstalledPack;
import io.wheelwright.agent.protocol.Manifest;
import io.wheelwright.agent.protocol.ManifestPack;
import io.wheelwright.agent.protocol.PackProblem;
import io.wheelwright.agent.protocol.UnresolvedPack;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The packs that this spoke should have and those that it has. A pack that cannot be installed stops no other one, and
 * the version that is there stays until the next one is verified. One thread follows manifests, others ask.
 */
final class Packs {
    private static final Duration RETRY = Duration.ofMinutes(5);

    /** What the hub is told. */
    private record State(String digest, List<InstalledPack> installed, List<PackProblem> problems) {}

    private final PackStore store;
    private final PackDownload download;
    private final AgentJournal journal;
    private final Clock clock;

    private volatile State state;
    private volatile boolean requiredMissing;
    private volatile Instant nextTry = Instant.MAX;

    Packs(PackStore store, PackDownload download, AgentJournal journal, Clock clock) throws IOException {
        this.store = store;
        this.download = download;
        this.journal = journal;
        this.clock = clock;
        this.state = new State(null, store.installed(), List.of());
    }

    /** Digest of the manifest that was followed last; null before the first. */
    String manifestDigest() {
        return state.digest();
    }

    /** What is installed. */
    List<InstalledPack> installed() {
        return state.installed();
    }

    /** What could not be installed of the manifest that was followed last; null when nothing is amiss. */
    List<PackProblem> problems() {
        return state.problems().isEmpty() ? null : state.problems();
    }

    /** Whether a pack that the product cannot do without is not there in any version. */
    boolean isRequiredMissing() {
        return requiredMissing;
    }

    /** Whether something failed long enough ago to be tried again. */
    boolean isRetryDue() {
        return !clock.instant().isBefore(nextTry);
    }

    /**
     * Installs what the manifest names, as far as that can be done, and removes what it does not name.
     *
     * @return whether the hub has something new to hear
     */
    boolean follow(Manifest manifest) throws IOException {
        State before = state;
        List<PackProblem> problems = new ArrayList<>();
        Set<String> kept = new HashSet<>();
        manifest.unresolved().stream().map(UnresolvedPack::name).forEach(kept::add);
        for (ManifestPack pack : manifest.packs()) {
            kept.add(pack.name());
            try {
                install(pack);
                journal.well("pack " + pack.name());
            } catch (PackRejected e) {
                journal.trouble("pack " + pack.name(), pack.version() + ": " + e.getMessage());
                problems.add(new PackProblem(pack.name(), pack.version(), e.getMessage()));
            }
        }
        store.keepOnly(kept).forEach(pack -> journal.info("removed pack " + pack.name() + " " + pack.version()));
        state = new State(manifest.digest(), store.installed(), List.copyOf(problems));
        requiredMissing = manifest.packs().stream().anyMatch(pack -> pack.required() && isAbsent(pack.name()));
        nextTry = problems.isEmpty() ? Instant.MAX : clock.instant().plus(RETRY);
        return !state.equals(before);
    }

    private void install(ManifestPack pack) throws PackRejected {
        if (!PackStore.accepts(pack)) {
            throw new PackRejected("its name or version cannot be that of a pack");
        }
        try {
            if (!store.has(pack)) {
                download.to(store.draft(pack), pack);
                store.place(pack);
                journal.info("installed pack " + pack.name() + " " + pack.version());
            }
            store.removeOthers(pack);
        } catch (IOException e) {
            throw new PackRejected("it cannot be stored: " + e.getClass().getSimpleName());
        }
    }

    private boolean isAbsent(String name) {
        return state.installed().stream().noneMatch(pack -> pack.name().equals(name));
    }
}
