package io.wheelwright.organization;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.Slug;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.Caller;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.OrganizationSpec;
import io.wheelwright.audit.Audit;
import io.wheelwright.outbox.Cluster;
import io.wheelwright.outbox.Outbox;
import io.wheelwright.outbox.Turn;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The organizations as REST knows them. */
@ApplicationScoped
public class Organizations {

    private static final String KIND = "Organization";
    private static final int LONGEST_ID = 24;

    private final Cluster cluster;
    private final Outbox outbox;
    private final Audit audit;
    private final Caller caller;
    private final String namespace;
    private final Clock clock;

    Organizations(Cluster cluster, Outbox outbox, Audit audit, Caller caller, WheelwrightConfig config, Clock clock) {
        this.cluster = cluster;
        this.outbox = outbox;
        this.audit = audit;
        this.caller = caller;
        this.namespace = config.namespace();
        this.clock = clock;
    }

    @Transactional
    OrganizationView create(NewOrganization wanted) {
        OrganizationEntity entity = OrganizationEntity.make(
                Slug.unique(wanted.name(), LONGEST_ID), wanted.name(), wanted.email(), "active", clock.instant());
        Organization resource = resource(entity);
        cluster.check(resource, Outbox.FIELD_MANAGER, Organizations::wireName);
        entity.persist();
        audit.record(caller.actor(), "create", KIND, entity.orgId, null, entity.view());
        outbox.create(resource);
        return entity.view();
    }

    /** Changes name or address, if the organization still is at that version. */
    @Transactional
    Versioned change(String orgId, OrganizationChange wanted, Optional<String> ifMatch) {
        OrganizationEntity entity =
                OrganizationEntity.locked(orgId).orElseThrow(() -> Problem.notFound("organization", orgId));
        if (ifMatch.filter(etag -> !etag.equals(etag(entity)) && !etag.equals("*"))
                .isPresent()) {
            throw Problem.of(
                    ProblemType.PRECONDITION_FAILED, "The organization has changed since: read it again, then decide.");
        }
        OrganizationView before = entity.view();
        entity.name = Objects.requireNonNullElse(wanted.name(), entity.name);
        entity.email = Objects.requireNonNullElse(wanted.email(), entity.email);
        if (!before.equals(entity.view())) {
            Organization resource = resource(entity);
            cluster.check(resource, Outbox.FIELD_MANAGER, Organizations::wireName);
            touch(entity);
            audit.record(caller.actor(), "update", KIND, orgId, before, entity.view());
            outbox.change(resource, Outbox.FIELD_MANAGER);
        }
        return new Versioned(entity.view(), etag(entity));
    }

    /** An organization and its version. */
    record Versioned(OrganizationView organization, String etag) {}

    @Transactional
    Optional<Versioned> find(String orgId) {
        return OrganizationEntity.current(orgId).map(entity -> new Versioned(entity.view(), etag(entity)));
    }

    @Transactional
    Page<OrganizationView> list(PageRequest page) {
        return Page.of(
                OrganizationEntity.page(page),
                page.limit(),
                OrganizationEntity.count("goneAt is null"),
                entity -> entity.id,
                OrganizationEntity::view);
    }

    /** Whether there is such an organization now. */
    @Transactional
    public boolean exists(String orgId) {
        return OrganizationEntity.current(orgId).isPresent();
    }

    /**
     * Records what the operator sees of an Organization, however it was made; writes nothing when it is the same.
     *
     * @param orgId name of the resource
     * @param status {@code active} or {@code suspended}
     */
    @Transactional
    public void observe(String uid, String orgId, String displayName, String email, String status) {
        Turn.take(KIND, orgId);
        Instant now = clock.instant();
        Optional<OrganizationEntity> present = OrganizationEntity.locked(orgId);
        if (present.isPresent()
                && present.get().uid != null
                && !present.get().uid.equals(uid)) {
            present.get().goneAt = now;
            OrganizationEntity.flush();
            present = Optional.empty();
        }
        OrganizationEntity entity =
                present.orElseGet(() -> OrganizationEntity.make(orgId, displayName, email, status, now));
        OrganizationView before = entity.view();
        entity.uid = uid;
        outbox.seen(KIND, orgId, uid);
        entity.name = displayName;
        entity.email = email;
        entity.status = status;
        if (!entity.view().equals(before)) {
            touch(entity);
        }
        entity.persist();
    }

    /** Records that an Organization is gone. */
    @Transactional
    public void gone(String uid) {
        OrganizationEntity.update("goneAt = ?1 where uid = ?2 and goneAt is null", clock.instant(), uid);
    }

    /** The row of a creation that was refused, or of an organization that is gone, ends. */
    @Transactional
    void end(String orgId) {
        OrganizationEntity.update("goneAt = ?1 where orgId = ?2 and goneAt is null", clock.instant(), orgId);
    }

    private void touch(OrganizationEntity entity) {
        entity.version++;
        entity.updatedAt = clock.instant();
    }

    private Organization resource(OrganizationEntity entity) {
        Organization resource = new Organization();
        resource.setMetadata(new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(entity.orgId)
                .withUid(entity.uid)
                .build());
        resource.setSpec(new OrganizationSpec(entity.name, entity.email, null, null, null));
        return resource;
    }

    private static String etag(OrganizationEntity entity) {
        return "\"" + entity.version + "\"";
    }

    private static String wireName(String field) {
        return Map.of("spec.displayName", "name", "spec.contactEmail", "email").getOrDefault(field, field);
    }
}
