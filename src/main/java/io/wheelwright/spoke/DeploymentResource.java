package io.wheelwright.spoke;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.Role;
import io.wheelwright.api.v1alpha1.ConditionTypes;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.fleet.Fleet;
import io.wheelwright.fleet.SpokeView;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import io.wheelwright.release.ReleaseRecord;
import io.wheelwright.release.Releases;
import io.wheelwright.spoke.DeploymentView.HelmView;
import io.wheelwright.spoke.DeploymentView.PodView;
import io.wheelwright.status.Conditions;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is deployed of a spoke, read live: the release from where Helm keeps it, the pods as they are. */
@Path("/api/v1/spokes/{spoke_id}/deployment")
@Tag(name = "provision")
@RolesAllowed({Role.ADMIN, Role.CUSTOMER})
public class DeploymentResource {

    private final Fleet fleet;
    private final Releases releases;
    private final KubernetesClient client;
    private final WheelwrightConfig config;

    DeploymentResource(Fleet fleet, Releases releases, KubernetesClient client, WheelwrightConfig config) {
        this.fleet = fleet;
        this.releases = releases;
        this.client = client;
        this.config = config;
    }

    /** Shows the release and the pods of a spoke. */
    @GET
    @Operation(
            operationId = "getDeployment",
            summary = "Shows the release and the pods of a spoke.",
            extensions = @Extension(name = "x-problems", value = "unavailable"))
    public DeploymentView get(@PathParam("spoke_id") String spokeId) {
        SpokeView spoke = fleet.find(spokeId).orElseThrow(() -> Problem.notFound("spoke", spokeId));
        try {
            return look(spoke);
        } catch (KubernetesClientException away) {
            throw Problem.of(ProblemType.UNAVAILABLE, "The Kubernetes API cannot be reached at the moment: try again.");
        }
    }

    private DeploymentView look(SpokeView spoke) {
        Optional<Spoke> seen = Optional.ofNullable(client.resources(Spoke.class)
                        .inNamespace(config.namespace())
                        .withName(spoke.spokeId())
                        .get())
                .filter(resource -> resource.getStatus() != null);
        Optional<SpokeNames> names = seen.filter(
                        resource -> resource.getStatus().namespace() != null)
                .map(resource -> SpokeNames.of(resource, config));
        Optional<ReleaseRecord> release = names.map(SpokeNames::release).flatMap(releases::find);
        return new DeploymentView(
                spoke.status(),
                spoke.url(),
                release.map(ReleaseRecord::deployedAt).orElse(null),
                seen.flatMap(DeploymentResource::obstacle).orElse(null),
                release.map(HelmView::of).orElse(null),
                names.map(SpokeNames::namespace).map(this::pods).orElse(List.of()));
    }

    private static Optional<String> obstacle(Spoke spoke) {
        return Conditions.find(spoke.getStatus().conditions(), ConditionTypes.STALLED)
                .map(Condition::getMessage);
    }

    private List<PodView> pods(String home) {
        return client.pods().inNamespace(home).list().getItems().stream()
                .map(PodView::of)
                .toList();
    }
}
