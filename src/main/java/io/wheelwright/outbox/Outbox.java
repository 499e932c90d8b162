package io.wheelwright.outbox;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;

/** Takes what a request wants written to the Kubernetes API; the {@link Relay} applies it once that is committed. */
@ApplicationScoped
public class Outbox {

    /** Field manager of what people ask for over REST. */
    public static final String FIELD_MANAGER = "wheelwright-hub";

    /** Something was put into the outbox. */
    record Written() {}

    private final KubernetesSerialization serialization;
    private final Event<Written> written;
    private final Clock clock;

    Outbox(KubernetesSerialization serialization, Event<Written> written, Clock clock) {
        this.serialization = serialization;
        this.written = written;
        this.clock = clock;
    }

    /** Asks for the creation of an object, in the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public void create(HasMetadata manifest) {
        enqueue(manifest, FIELD_MANAGER, true);
    }

    /**
     * Asks for a change of an object, in the caller's transaction. The manifest carries the field manager's whole intent,
     * and the UID of the object unless its creation is still on the way.
     */
    @Transactional(TxType.MANDATORY)
    public void change(HasMetadata manifest, String fieldManager) {
        enqueue(manifest, fieldManager, false);
    }

    /**
     * An object was seen: its creation has happened and must not be repeated once it is deleted. A row that the relay
     * holds is left to the relay, which would otherwise wait for the caller's lock while the caller waits for its.
     */
    @Transactional
    public void seen(String kind, String name, String uid) {
        OutboxEntity.getEntityManager()
                .createNativeQuery("""
                        UPDATE outbox SET uid = :uid WHERE id IN (
                          SELECT id FROM outbox WHERE state = 'pending' AND uid IS NULL AND kind = :kind AND name = :name
                          FOR UPDATE SKIP LOCKED)
                        """)
                .setParameter("uid", uid)
                .setParameter("kind", kind)
                .setParameter("name", name)
                .executeUpdate();
    }

    private void enqueue(HasMetadata manifest, String fieldManager, boolean creation) {
        Instant now = clock.instant();
        OutboxEntity entity = new OutboxEntity();
        entity.apiVersion = manifest.getApiVersion();
        entity.kind = manifest.getKind();
        entity.namespace = manifest.getMetadata().getNamespace();
        entity.name = manifest.getMetadata().getName();
        entity.uid = manifest.getMetadata().getUid();
        entity.fieldManager = fieldManager;
        entity.manifest = serialization.asJson(manifest);
        entity.creation = creation;
        entity.state = OutboxEntity.PENDING;
        entity.nextAt = now;
        entity.createdAt = now;
        entity.persist();
        written.fire(new Written());
    }
}
