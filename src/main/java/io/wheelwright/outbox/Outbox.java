package io.wheelwright.outbox;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Takes what a request wants written to the Kubernetes API; the {@link Relay} applies it once that is committed. */
@ApplicationScoped
public class Outbox {

    /** Under what name the transaction knows its chain. */
    private static final String CHAIN = "wheelwright.outbox.chain";

    /** Something was put into the outbox. */
    record Written() {}

    private final KubernetesSerialization serialization;
    private final Event<Written> written;
    private final TransactionSynchronizationRegistry transaction;
    private final Clock clock;

    Outbox(
            KubernetesSerialization serialization,
            Event<Written> written,
            TransactionSynchronizationRegistry transaction,
            Clock clock) {
        this.serialization = serialization;
        this.written = written;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Makes a chain of all that this transaction enqueues from now on. */
    @Transactional(TxType.MANDATORY)
    void inOrder() {
        transaction.putResource(CHAIN, UUID.randomUUID());
    }

    /** Whether something asked of the object is on its way: until then its row knows better than the object does. */
    @Transactional
    public boolean pending(String kind, String name) {
        return OutboxEntity.count("kind = ?1 and name = ?2 and state = ?3", kind, name, OutboxEntity.PENDING) > 0;
    }

    /** Names of all objects of a kind of which something is on its way that a field manager asks. */
    @Transactional
    public List<String> pendingOf(String kind, String fieldManager) {
        return OutboxEntity.pendingOf(kind, fieldManager);
    }

    /** Asks for the creation of an object, in the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    void create(HasMetadata manifest, String fieldManager) {
        enqueue(manifest, fieldManager, Action.create);
    }

    /** Asks for a change of an object, in the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    void change(HasMetadata manifest, String fieldManager) {
        enqueue(manifest, fieldManager, Action.change);
    }

    /** Asks for the deletion of an object, in the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    void delete(HasMetadata object) {
        enqueue(object, Proposal.HUB, Action.delete);
    }

    private void enqueue(HasMetadata manifest, String fieldManager, Action action) {
        Instant now = clock.instant();
        OutboxEntity entity = new OutboxEntity();
        entity.apiVersion = manifest.getApiVersion();
        entity.kind = manifest.getKind();
        entity.namespace = manifest.getMetadata().getNamespace();
        entity.name = manifest.getMetadata().getName();
        entity.uid = manifest.getMetadata().getUid();
        entity.fieldManager = fieldManager;
        entity.manifest = serialization.asJson(manifest);
        entity.action = action;
        entity.chain = (UUID) transaction.getResource(CHAIN);
        entity.state = OutboxEntity.PENDING;
        entity.nextAt = now;
        entity.createdAt = now;
        entity.persist();
        written.fire(new Written());
    }
}
