package io.wheelwright.fleet;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.outbox.Proposal;
import io.wheelwright.outbox.Proposals;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * The wish for another key of an agent: an annotation of the Spoke, as a person would write it. Both keys are valid until
 * the agent has come with the new one.
 */
@ApplicationScoped
class KeyRotation {

    private final Proposals proposals;
    private final String namespace;

    KeyRotation(Proposals proposals, WheelwrightConfig config) {
        this.proposals = proposals;
        this.namespace = config.namespace();
    }

    /** Asks for another key of the spoke and returns what tells this wish from others. */
    RequestedRotation request(String spokeId) {
        Proposal wish = QuarkusTransaction.requiringNew().call(() -> wish(spokeId));
        proposals.check(wish);
        RequestedRotation requested = new RequestedRotation(
                spokeId, wish.manifest().getMetadata().getAnnotations().get(Labels.ROTATE_KEY));
        QuarkusTransaction.requiringNew().run(() -> proposals.change(wish, null, requested));
        return requested;
    }

    private Proposal wish(String spokeId) {
        SpokeEntity spoke = SpokeEntity.current(spokeId).orElseThrow(() -> Problem.notFound("spoke", spokeId));
        if (spoke.uid == null) {
            throw Problem.of(ProblemType.CONFLICT, "The spoke has no key yet: wait until it is being provisioned.");
        }
        GenericKubernetesResource manifest = new GenericKubernetesResource();
        manifest.setApiVersion("wheelwright.io/v1alpha1");
        manifest.setKind(Spoke.class.getSimpleName());
        manifest.setMetadata(new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(spoke.spokeId)
                .withUid(spoke.uid)
                .withAnnotations(Map.of(Labels.ROTATE_KEY, UUID.randomUUID().toString()))
                .build());
        return new Proposal(manifest, Proposal.CREDENTIALS, UnaryOperator.identity());
    }
}
