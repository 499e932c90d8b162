package io.wheelwright.spoke.tenancy;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.LicenseStatus;
import io.wheelwright.license.IssuedLicense;
import io.wheelwright.license.LicenseIssuer;
import io.wheelwright.license.LicenseSubject;
import io.wheelwright.spoke.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The license in the spoke's namespace. It is issued anew when its meaning changes and once a day; its revision never
 * goes back, because the Secret itself carries it along.
 */
@ApplicationScoped
class LicenseSecret {

    static final String NAME = "wheelwright-license";
    private static final String REVISION = "wheelwright.io/license-revision";
    private static final Duration RENEWAL = Duration.ofDays(1);

    private final KubernetesClient client;
    private final LicenseIssuer issuer;
    private final WheelwrightConfig config;
    private final Clock clock;

    LicenseSecret(KubernetesClient client, LicenseIssuer issuer, WheelwrightConfig config, Clock clock) {
        this.client = client;
        this.issuer = issuer;
        this.config = config;
        this.clock = clock;
    }

    void keep(Scope scope) {
        Optional<LicenseStatus> current = scope.findings().license();
        LicenseSubject subject =
                subject(scope, current.map(LicenseStatus::revision).orElse(0L));
        if (current.filter(license -> stillGood(license, subject)).isPresent()) {
            return;
        }
        Secret present = client.secrets()
                .inNamespace(scope.names().namespace())
                .withName(NAME)
                .get();
        long revision = Math.max(subject.revision(), revisionOf(present)) + 1;
        IssuedLicense license = issuer.issue(subject(scope, revision));
        apply(scope, license, revision);
        scope.findings()
                .licensed(new LicenseStatus(revision, license.jti(), license.expiresAt(), license.meaningHash()));
    }

    private boolean stillGood(LicenseStatus license, LicenseSubject subject) {
        return issuer.meaningHash(subject).equals(license.hash())
                && clock.instant()
                        .isBefore(license.expiresAt()
                                .minus(config.license().lease())
                                .plus(RENEWAL));
    }

    private static LicenseSubject subject(Scope scope, long revision) {
        boolean trial = scope.billing() != null && scope.billing().state() == BillingState.trialing;
        Instant periodEnd = scope.billing() == null ? null : scope.billing().currentPeriodEnd();
        return new LicenseSubject(
                scope.uid(),
                scope.spokeId(),
                scope.organization().getMetadata().getUid(),
                scope.organization().getSpec().displayName(),
                scope.entitlement(),
                revision,
                trial,
                Optional.ofNullable(periodEnd));
    }

    private void apply(Scope scope, IssuedLicense license, long revision) {
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(scope.names().namespace())
                .withLabels(scope.labels())
                .addToAnnotations(REVISION, Long.toString(revision))
                .endMetadata()
                .withType("Opaque")
                .withStringData(Map.of("license.jwt", license.token(), "jwks.json", issuer.jwks()))
                .build();
        client.resource(secret)
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(Tenancy.FIELD_MANAGER)
                        .withForce(true)
                        .build());
    }

    private static long revisionOf(Secret secret) {
        if (secret == null || secret.getMetadata().getAnnotations() == null) {
            return 0;
        }
        return Long.parseLong(secret.getMetadata().getAnnotations().getOrDefault(REVISION, "0"));
    }
}
