package io.wheelwright.agent;

import io.wheelwright.agent.protocol.Manifest;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Follows a manifest beside the heartbeats, which a long download must not hold up. One at a time. */
final class PackErrand {
    private final Packs packs;
    private final Executor worker;
    private final Runnable whenChanged;
    private final AgentJournal journal;
    private final AtomicBoolean running = new AtomicBoolean();

    PackErrand(Packs packs, Executor worker, Runnable whenChanged, AgentJournal journal) {
        this.packs = packs;
        this.worker = worker;
        this.whenChanged = whenChanged;
        this.journal = journal;
    }

    boolean isRunning() {
        return running.get();
    }

    /** Begins to follow the manifest; a call that comes too early changes nothing. */
    void follow(Manifest manifest) {
        if (running.compareAndSet(false, true)) {
            worker.execute(() -> work(manifest));
        }
    }

    /** Boundary: what fails is logged and tried again when the hub recommends it, at the pace of the heartbeats. */
    private void work(Manifest manifest) {
        boolean changed = false;
        try {
            changed = packs.follow(manifest);
            journal.well("packs");
        } catch (IOException e) {
            journal.trouble("packs", e.toString());
        } catch (RuntimeException e) {
            journal.surprise("the packs could not be installed", e);
        } finally {
            running.set(false);
        }
        if (changed) {
            whenChanged.run();
        }
    }
}
