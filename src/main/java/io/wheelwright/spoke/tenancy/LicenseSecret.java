package io.wheelwright.spoke.tenancy;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.Digest;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Allowance;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.LicenseStatus;
import io.wheelwright.fleet.LicenseStanding;
import io.wheelwright.license.IssuedLicense;
import io.wheelwright.license.LicenseCause;
import io.wheelwright.license.LicenseIssuer;
import io.wheelwright.license.LicenseKeyUnavailable;
import io.wheelwright.license.LicenseSubject;
import io.wheelwright.spoke.Scope;
import io.wheelwright.spoke.Verified;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The license in the spoke's namespace. It is issued anew when its meaning or the key changes, and once a day; its revision never
 * goes back, because the Secret itself carries it along.
 */
@ApplicationScoped
class LicenseSecret {

    static final String NAME = "wheelwright-license";
    private static final String PREFIX = "wheelwright.io/license-";
    private static final String REVISION = PREFIX + "revision";
    private static final String ID = PREFIX + "id";
    private static final String MEANING = PREFIX + "meaning";
    private static final String KEY = PREFIX + "key";
    private static final String ISSUED = PREFIX + "issued-at";
    private static final String EXPIRES = PREFIX + "expires-at";
    private static final String UNLICENSED = PREFIX + "unlicensed";
    private static final Pattern REVISIONS = Pattern.compile("[0-9]{1,15}");

    private final KubernetesClient client;
    private final OwnObjects objects;
    private final LicenseIssuer issuer;
    private final LicenseStanding standing;
    private final Verified verified;
    private final Clock clock;

    LicenseSecret(
            KubernetesClient client,
            OwnObjects objects,
            LicenseIssuer issuer,
            LicenseStanding standing,
            Verified verified,
            Clock clock) {
        this.client = client;
        this.objects = objects;
        this.issuer = issuer;
        this.standing = standing;
        this.verified = verified;
        this.clock = clock;
    }

    /** @throws LicenseKeyUnavailable while the key does not sign, and the license that is there is no good */
    void keep(Scope scope) {
        long known = scope.findings().license().map(LicenseStatus::revision).orElse(0L);
        String meaning = issuer.meaningHash(subject(scope, known));
        boolean told = scope.findings()
                .license()
                .filter(license -> meaning.equals(license.hash()))
                .isPresent();
        String unlicensed = unlicensed(scope);
        String verifying = meaning + Digest.sha256(unlicensed);
        if (told && verified.recently(scope, "license", verifying)) {
            return;
        }
        Secret present = client.secrets()
                .inNamespace(scope.names().namespace())
                .withName(NAME)
                .get();
        Optional<LicenseStatus> same = Optional.ofNullable(present)
                .flatMap(LicenseSecret::read)
                .filter(license -> meaning.equals(license.hash()));
        try {
            Optional<LicenseStatus> kept = same.filter(license -> isFresh(present, unlicensed))
                    .filter(license -> !issuer.isSuperseded(scope.uid(), license.revision()));
            if (kept.isEmpty()) {
                long revision = issuer.nextRevision(scope.uid(), Math.max(known, kept(present)), meaning);
                kept = issue(scope, revision, present);
            }
            kept.ifPresent(license -> {
                scope.findings().licensed(license);
                verified.now(scope, "license", verifying);
            });
        } catch (LicenseKeyUnavailable away) {
            scope.findings().licensed(same.filter(this::isGood).orElseThrow(() -> away));
        }
    }

    private boolean isGood(LicenseStatus license) {
        return clock.instant().isBefore(license.expiresAt());
    }

    private Optional<LicenseStatus> issue(Scope scope, long revision, Secret present) {
        IssuedLicense license = issuer.issue(subject(scope, revision));
        LicenseStatus status = new LicenseStatus(revision, license.jti(), license.expiresAt(), license.meaningHash());
        Optional<String> uid =
                Optional.ofNullable(present).map(secret -> secret.getMetadata().getUid());
        return apply(scope, license, status, uid) ? Optional.of(status) : Optional.empty();
    }

    private boolean isFresh(Secret secret, String unlicensed) {
        return annotation(secret, KEY).filter(issuer.kid()::equals).isPresent()
                && annotation(secret, UNLICENSED)
                        .filter(Digest.sha256(unlicensed)::equals)
                        .isPresent()
                && instant(secret, ISSUED)
                        .filter(issued -> clock.instant().isBefore(issued.plus(LicenseIssuer.RENEWAL)))
                        .isPresent();
    }

    private static Optional<LicenseStatus> read(Secret secret) {
        return annotation(secret, ID)
                .flatMap(id -> annotation(secret, MEANING).flatMap(meaning -> instant(secret, EXPIRES)
                        .map(expires -> new LicenseStatus(kept(secret), id, expires, meaning))));
    }

    private LicenseSubject subject(Scope scope, long revision) {
        Optional<BillingFacts> billing = Optional.ofNullable(scope.billing());
        BillingState state = billing.map(BillingFacts::state).orElse(BillingState.manual);
        boolean trial = state == BillingState.trialing;
        return new LicenseSubject(
                scope.uid(),
                scope.spokeId(),
                scope.organization().getMetadata().getUid(),
                scope.organizationId(),
                scope.organization().getSpec().displayName(),
                scope.entitlement(),
                scope.product().plans().indexOf(scope.plan()),
                revision,
                state.name(),
                trial,
                billing.filter(facts -> trial).map(BillingFacts::trialEndsAt),
                billing.map(BillingFacts::currentPeriodEnd),
                standing.isRevoked(
                        scope.uid(), scope.organization().getMetadata().getUid()),
                LicenseCause.of(scope.entitlement().reason(), scope.billing()));
    }

    /** The UID is that of the Secret that was read; a Secret that was deleted since is made anew by the next visit. */
    private boolean apply(Scope scope, IssuedLicense license, LicenseStatus status, Optional<String> uid) {
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(scope.names().namespace())
                .withLabels(scope.labels())
                .addToAnnotations(REVISION, Long.toString(status.revision()))
                .addToAnnotations(ID, status.jti())
                .addToAnnotations(MEANING, status.hash())
                .addToAnnotations(KEY, issuer.kid())
                .addToAnnotations(ISSUED, clock.instant().toString())
                .addToAnnotations(EXPIRES, status.expiresAt().toString())
                .addToAnnotations(UNLICENSED, Digest.sha256(unlicensed(scope)))
                .endMetadata()
                .withType("Opaque")
                .withStringData(Map.of(
                        "license.jwt",
                        license.token(),
                        "jwks.json",
                        issuer.jwks(),
                        "unlicensed.json",
                        unlicensed(scope)))
                .build();
        return objects.apply(secret, uid);
    }

    /** What the software may do once its license is no good any more. */
    private static String unlicensed(Scope scope) {
        Allowance allowance = scope.product().unlicensed();
        return Json.write(allowance == null ? new Allowance(null, null) : allowance);
    }

    private static long kept(Secret secret) {
        return Optional.ofNullable(secret)
                .flatMap(present -> annotation(present, REVISION))
                .filter(revision -> REVISIONS.matcher(revision).matches())
                .map(Long::valueOf)
                .orElse(0L);
    }

    /** The spoke's own people may write to the Secret: what is no time there counts as absent. */
    private static Optional<Instant> instant(Secret secret, String name) {
        try {
            return annotation(secret, name).map(Instant::parse);
        } catch (DateTimeParseException noTime) {
            return Optional.empty();
        }
    }

    private static Optional<String> annotation(Secret secret, String name) {
        return Optional.ofNullable(secret.getMetadata().getAnnotations()).map(annotations -> annotations.get(name));
    }
}
