package io.wheelwright.fleet;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.outbox.Proposal;
import io.wheelwright.outbox.Proposals;
import io.wheelwright.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;

/** Whether the directory lists a spoke. The Spoke resource owns that: a request is written there by the outbox. */
@ApplicationScoped
public class Visibility {

    private final Proposals proposals;
    private final SpokeRows rows;
    private final String namespace;

    Visibility(Proposals proposals, SpokeRows rows, WheelwrightConfig config) {
        this.proposals = proposals;
        this.rows = rows;
        this.namespace = config.namespace();
    }

    @Transactional
    public boolean of(String spokeUid) {
        return SpokeEntity.byUid(spokeUid).map(spoke -> spoke.visible).orElse(false);
    }

    /** Ends the request if the spoke cannot be listed, or unlisted. */
    public void check(String spokeUid, boolean visible) {
        SpokeEntity spoke = require(spokeUid);
        if (spoke.visible != visible) {
            proposals.check(proposal(spoke, visible));
        }
    }

    /** Lists the spoke, or lists it no more. */
    @Transactional
    public void set(String spokeUid, boolean visible) {
        SpokeEntity spoke = require(spokeUid);
        if (spoke.visible != visible) {
            proposals.change(proposal(spoke, visible), Map.of("visible", spoke.visible), Map.of("visible", visible));
            rows.list(spoke, visible);
        }
    }

    private static SpokeEntity require(String spokeUid) {
        return SpokeEntity.byUid(spokeUid).orElseThrow(() -> Problem.notFound("spoke", spokeUid));
    }

    private Proposal proposal(SpokeEntity spoke, boolean visible) {
        return Proposal.of(
                Proposal.DIRECTORY,
                "Spoke",
                new ObjectMetaBuilder()
                        .withNamespace(namespace)
                        .withName(spoke.spokeId)
                        .withUid(spoke.uid)
                        .build(),
                Map.of("directory", Map.of("visible", visible)),
                field -> field.endsWith("visible") ? "visible" : field);
    }
}
