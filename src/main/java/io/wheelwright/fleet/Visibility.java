package io.wheelwright.fleet;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.Caller;
import io.wheelwright.audit.Audit;
import io.wheelwright.outbox.Cluster;
import io.wheelwright.outbox.Outbox;
import io.wheelwright.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the directory lists a spoke. The Spoke resource owns that: a request is written there by the outbox. */
@ApplicationScoped
public class Visibility {

    /** One field, one manager: so the rest of the resource may belong to anybody. */
    static final String FIELD_MANAGER = "wheelwright-directory";

    private final Cluster cluster;
    private final Outbox outbox;
    private final Audit audit;
    private final Caller caller;
    private final String namespace;
    private final Clock clock;

    Visibility(Cluster cluster, Outbox outbox, Audit audit, Caller caller, WheelwrightConfig config, Clock clock) {
        this.cluster = cluster;
        this.outbox = outbox;
        this.audit = audit;
        this.caller = caller;
        this.namespace = config.namespace();
        this.clock = clock;
    }

    /** UIDs of the spokes that are listed. */
    @Transactional
    public Set<String> listed() {
        return SpokeEntity.<SpokeEntity>list("visible = true and goneAt is null and uid is not null").stream()
                .map(spoke -> spoke.uid)
                .collect(Collectors.toSet());
    }

    @Transactional
    public boolean of(String spokeUid) {
        return SpokeEntity.byUid(spokeUid).map(spoke -> spoke.visible).orElse(false);
    }

    /** Lists the spoke, or lists it no more. */
    @Transactional
    public void set(String spokeUid, boolean visible) {
        SpokeEntity spoke = SpokeEntity.byUid(spokeUid).orElseThrow(() -> Problem.notFound("spoke", spokeUid));
        if (spoke.visible == visible) {
            return;
        }
        GenericKubernetesResource resource = resource(spoke, visible);
        cluster.check(resource, FIELD_MANAGER, field -> field.endsWith("visible") ? "visible" : field);
        audit.record(
                caller.actor(),
                "update",
                "Spoke",
                spoke.spokeId,
                Map.of("visible", spoke.visible),
                Map.of("visible", visible));
        spoke.visible = visible;
        spoke.changed(clock.instant());
        outbox.change(resource, FIELD_MANAGER);
    }

    private GenericKubernetesResource resource(SpokeEntity spoke, boolean visible) {
        GenericKubernetesResource resource = new GenericKubernetesResource();
        resource.setApiVersion("wheelwright.io/v1alpha1");
        resource.setKind("Spoke");
        resource.setMetadata(new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(spoke.spokeId)
                .withUid(spoke.uid)
                .build());
        resource.setAdditionalProperty("spec", Map.of("directory", Map.of("visible", visible)));
        return resource;
    }
}
