package io.wheelwright.outbox;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wheelwright.access.Caller;
import io.wheelwright.audit.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a request changes a resource: first the API server is asked whether it would agree, then the change is recorded
 * in the transaction of the request, in the audit and in the {@link Outbox}. The API server's first answer is advice: what
 * holds is its answer to the relay.
 */
@ApplicationScoped
public class Proposals {

    private final Cluster cluster;
    private final Outbox outbox;
    private final Audit audit;
    private final Caller caller;

    Proposals(Cluster cluster, Outbox outbox, Audit audit, Caller caller) {
        this.cluster = cluster;
        this.outbox = outbox;
        this.audit = audit;
        this.caller = caller;
    }

    /**
     * Ends the request if the API server would refuse; outside of transactions, which must not wait for it.
     *
     * @return the object as it would be
     */
    @Transactional(TxType.NEVER)
    public HasMetadata check(Proposal proposal) {
        try {
            return cluster.dryRun(proposal.manifest(), proposal.fieldManager());
        } catch (KubernetesClientException e) {
            throw Refusal.of(e).problem(proposal.wireName());
        }
    }

    /** The same, but for an API server that is away: what it thinks is seen when the change is applied. */
    @Transactional(TxType.NEVER)
    public void consider(Proposal proposal) {
        try {
            cluster.dryRun(proposal.manifest(), proposal.fieldManager());
        } catch (KubernetesClientException e) {
            Refusal refusal = Refusal.of(e);
            if (refusal.kind() != Refusal.Kind.LATER) {
                throw refusal.problem(proposal.wireName());
            }
        }
    }

    /**
     * Has what this transaction writes from now on applied in the order in which it is written: each waits for the one
     * before it, and comes to nothing with it.
     */
    @Transactional(TxType.MANDATORY)
    public void inOrder() {
        outbox.inOrder();
    }

    /** Whether there is an object of that name; ends the request if the API server cannot tell. */
    @Transactional(TxType.NEVER)
    public boolean isThere(HasMetadata object) {
        return live(object).isPresent();
    }

    /** What there is of that name now; ends the request if the API server cannot tell. */
    @Transactional(TxType.NEVER)
    public Optional<HasMetadata> live(HasMetadata object) {
        try {
            return Optional.ofNullable(cluster.read(object));
        } catch (KubernetesClientException e) {
            throw Refusal.of(e).problem(UnaryOperator.identity());
        }
    }

    /** Records a creation. */
    @Transactional(TxType.MANDATORY)
    public void create(Proposal proposal, Object after) {
        audit(proposal.manifest(), "create", null, after);
        outbox.create(proposal.manifest(), proposal.fieldManager());
    }

    /** Records a change of what is there, or is about to be. */
    @Transactional(TxType.MANDATORY)
    public void change(Proposal proposal, Object before, Object after) {
        audit(proposal.manifest(), "update", before, after);
        outbox.change(proposal.manifest(), proposal.fieldManager());
    }

    /** Ends the request if the API server would refuse the deletion; outside of transactions. */
    @Transactional(TxType.NEVER)
    public void checkDeletion(HasMetadata object) {
        try {
            cluster.dryRunDeletion(object);
        } catch (KubernetesClientException e) {
            throw Refusal.of(e).deletionProblem();
        }
    }

    /** Records a deletion. What is being deleted already is deleted once. */
    @Transactional(TxType.MANDATORY)
    public void delete(HasMetadata object, Object before) {
        audit(object, "delete", before, null);
        outbox.delete(object);
    }

    private void audit(HasMetadata manifest, String action, Object before, Object after) {
        audit.record(
                caller.actor(),
                action,
                manifest.getKind(),
                manifest.getMetadata().getName(),
                before,
                after);
    }
}
