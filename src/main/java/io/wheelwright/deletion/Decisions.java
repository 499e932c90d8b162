package io.wheelwright.deletion;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.Json;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.audit.Audit;
import io.wheelwright.organization.Organizations;
import io.wheelwright.outbox.Proposals;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;

/** What an administrator decides about a deletion. */
@ApplicationScoped
class Decisions {

    private static final String KIND = "Spoke";

    private final KubernetesClient client;
    private final Organizations organizations;
    private final Deletions deletions;
    private final Proposals proposals;
    private final DueDeletions due;
    private final Audit audit;
    private final WheelwrightConfig config;
    private final Clock clock;

    Decisions(
            KubernetesClient client,
            Organizations organizations,
            Deletions deletions,
            Proposals proposals,
            DueDeletions due,
            Audit audit,
            WheelwrightConfig config,
            Clock clock) {
        this.client = client;
        this.organizations = organizations;
        this.deletions = deletions;
        this.proposals = proposals;
        this.due = due;
        this.audit = audit;
        this.config = config;
        this.clock = clock;
    }

    /** Makes the Spoke again; by its name, organization and product it takes back what is kept. */
    ScheduledDeletion restore(long id) {
        FormerSpoke again = QuarkusTransaction.requiringNew().call(() -> former(restorable(id)));
        if (client.resources(Spoke.class)
                        .inNamespace(config.namespace())
                        .withName(again.name())
                        .get()
                != null) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "The Spoke still exists: change what bills it to keep the instance, or wait until it is gone.");
        }
        proposals.check(again.creation());
        return QuarkusTransaction.requiringNew().call(() -> {
            DeletionEntity row = restorable(id);
            due.putOff(row, "The Spoke is being made again.");
            proposals.create(again.creation(), row.audited());
            again.additions().forEach(addition -> proposals.change(addition, null, addition.manifest()));
            return deletions.view(row);
        });
    }

    /** Lets it go on, from the beginning of what it tried last. */
    @Transactional
    ScheduledDeletion confirm(long id, boolean withHooks, String actor) {
        DeletionEntity row = open(id);
        switch (DeletionState.valueOf(row.state)) {
            case unconfirmed -> {
                row.state = DeletionState.scheduled.name();
                row.message = null;
            }
            case stalled, executing -> due.goOn(row);
            default ->
                throw Problem.of(ProblemType.CONFLICT, "The deletion is %s: it waits for nobody.".formatted(row.state));
        }
        row.leftHook = null;
        row.withHooks = withHooks;
        row.decided(clock.instant());
        audit.record(actor, "confirm", KIND, row.spokeId, null, Map.of("deletion", id, "with_hooks", withHooks));
        return deletions.view(row);
    }

    private DeletionEntity restorable(long id) {
        DeletionEntity row = open(id);
        if (row.begunAt != null) {
            throw Problem.of(ProblemType.CONFLICT, "The destruction has begun: there is no way back.");
        }
        if (row.spoke == null) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "This hub has never seen the Spoke: apply it again with kubectl to take the instance back.");
        }
        String organization = former(row).organization();
        if (!organizations.exists(organization)) {
            throw Problem.of(
                    ProblemType.CONFLICT, "The organization " + organization + " does not exist: create it first.");
        }
        return row;
    }

    private static DeletionEntity open(long id) {
        return DeletionEntity.locked(id)
                .filter(row -> row.finishedAt == null)
                .orElseThrow(() -> Problem.notFound("scheduled deletion", Long.toString(id)));
    }

    private FormerSpoke former(DeletionEntity row) {
        return FormerSpoke.of(row.spokeId, config.namespace(), Json.read(row.spoke, JsonNode.class));
    }
}
