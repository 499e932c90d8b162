package io.wheelwright.fleet;

import io.wheelwright.access.Caller;
import io.wheelwright.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;

/** Lets a spoke reach itself only: another one's is as if it were not there. */
@ApplicationScoped
public class OwnSpoke {

    private final Roster roster;
    private final Caller caller;

    OwnSpoke(Roster roster, Caller caller) {
        this.roster = roster;
        this.caller = caller;
    }

    /** UID of the spoke that calls, if that is its name. */
    public String uid(String spokeId) {
        return roster.byUid(caller.id())
                .filter(known -> known.spokeId().equals(spokeId))
                .map(KnownSpoke::uid)
                .orElseThrow(() -> Problem.notFound("spoke", spokeId));
    }
}
