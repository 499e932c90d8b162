package io.wheelwright.idempotency;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A request under a key of the caller's choice, and its answer. */
@Entity
@Table(name = "idempotency_keys")
@IdClass(IdempotencyEntity.Key.class)
class IdempotencyEntity extends PanacheEntityBase {

    record Key(String caller, String key) implements Serializable {}

    @Id
    String caller;

    @Id
    String key;

    String requestHash;
    String reply;
    Instant createdAt;
}
