package io.wheelwright.fleet;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Waits for a spoke to be ready, without a thread. */
@ApplicationScoped
public class Wait {

    private static final Duration LOOK = Duration.ofMillis(100);

    private final Roster roster;

    Wait(Roster roster) {
        this.roster = roster;
    }

    /** The spoke's status once it is active, or when the time is over. */
    public Uni<String> untilActive(String spokeId, Duration longest) {
        long looks = longest.toMillis() / LOOK.toMillis();
        return Multi.createFrom()
                .ticks()
                .every(LOOK)
                .map(tick -> new Look(tick, status(spokeId)))
                .select()
                .where(look -> look.status().equals("active") || look.tick() >= looks)
                .toUni()
                .map(Look::status);
    }

    private record Look(long tick, String status) {}

    private String status(String spokeId) {
        return roster.byName(spokeId).map(KnownSpoke::status).orElse("provisioning");
    }
}
