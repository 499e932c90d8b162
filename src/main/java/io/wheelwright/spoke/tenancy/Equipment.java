package io.wheelwright.spoke.tenancy;

import io.wheelwright.fleet.SpokeRow;
import io.wheelwright.fleet.SpokeRows;
import io.wheelwright.release.Deployers;
import io.wheelwright.spoke.Scope;
import io.wheelwright.spoke.Verified;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * What a namespace needs before the first workload comes: its secrets, its deployer, its license, and a row in the
 * fleet by which the hub knows the agent.
 */
@ApplicationScoped
public class Equipment {

    private final Tenancy tenancy;
    private final SpokeSecrets secrets;
    private final LicenseSecret license;
    private final Deployers deployers;
    private final SpokeRows rows;
    private final Verified verified;

    Equipment(
            Tenancy tenancy,
            SpokeSecrets secrets,
            LicenseSecret license,
            Deployers deployers,
            SpokeRows rows,
            Verified verified) {
        this.tenancy = tenancy;
        this.secrets = secrets;
        this.license = license;
        this.deployers = deployers;
        this.rows = rows;
        this.verified = verified;
    }

    /**
     * Makes what is missing; looks at everything again after five minutes.
     *
     * @return name of a Secret that is missing and cannot be made anew, if one is
     */
    public Optional<String> ensure(Scope scope) {
        // A product's new version may switch the broker on without a change of the spoke.
        String state = "%s/%d/%b/%s"
                .formatted(
                        scope.plan().id(),
                        scope.spoke().getMetadata().getGeneration(),
                        SpokeSecrets.wantsBroker(scope),
                        SpokeSecrets.rotation(scope.spoke()));
        Optional<String> lost = Optional.empty();
        if (!verified.recently(scope, "equipment", state)) {
            deployers.ensure(scope.names().namespace(), scope.labels());
            SpokeSecrets.Kept kept = secrets.ensure(scope);
            rows.register(row(scope, kept.keyHash()));
            lost = kept.lost();
            if (lost.isEmpty()) {
                verified.now(scope, "equipment", state);
            }
        }
        license.keep(scope);
        return lost;
    }

    private SpokeRow row(Scope scope, String keyHash) {
        var spec = scope.spoke().getSpec();
        return new SpokeRow(
                scope.uid(),
                scope.spokeId(),
                scope.organizationId(),
                scope.organization().getMetadata().getUid(),
                spec.productRef(),
                scope.plan().id(),
                spec.region(),
                scope.names().namespace(),
                tenancy.birthId(scope),
                scope.names().hostname(),
                scope.names().url(),
                keyHash,
                spec.directory().visible(),
                spec.billing() != null);
    }
}
