package io.wheelwright.organization;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.wheelwright.outbox.Proposal;
import java.util.Map;

/** What REST would have an Organization say. */
final class OrganizationProposal {

    static final String KIND = "Organization";

    private OrganizationProposal() {}

    /** Name and address are all that REST decides of an Organization: whatever else it holds is somebody else's. */
    static Proposal of(OrganizationEntity entity, OrganizationView wanted, String namespace) {
        return Proposal.of(
                Proposal.HUB,
                KIND,
                metadata(entity, namespace),
                Map.of("displayName", wanted.name(), "contactEmail", wanted.email()),
                OrganizationProposal::wireName);
    }

    private static ObjectMeta metadata(OrganizationEntity entity, String namespace) {
        return new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(entity.orgId)
                .withUid(entity.uid)
                .build();
    }

    private static String wireName(String field) {
        return Map.of("spec.displayName", "name", "spec.contactEmail", "email").getOrDefault(field, field);
    }
}
