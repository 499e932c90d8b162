package io.wheelwright.license;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.Limit;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a license says, whenever it was issued. What older rows do not have is null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LicenseClaims(
        String sub,
        String spoke,
        String org,
        String plan,
        Map<String, Object> limits,
        Map<String, Boolean> features,
        String access,
        boolean trial,
        Long periodEnd,
        String orgId,
        String status,
        Long trialEnd,
        Boolean revoked) {

    static LicenseClaims of(LicenseSubject subject) {
        Map<String, Object> limits = new TreeMap<>();
        subject.entitlement().limits().forEach((name, limit) -> limits.put(name, limit.json()));
        LicenseClaims granted = new LicenseClaims(
                subject.orgUid(),
                subject.spokeId(),
                subject.orgName(),
                subject.entitlement().plan(),
                limits,
                new TreeMap<>(subject.entitlement().features()),
                wire(subject.entitlement().access()),
                subject.trial(),
                subject.periodEnd().map(Instant::getEpochSecond).orElse(null),
                subject.orgId(),
                subject.status(),
                subject.trialEnd().map(Instant::getEpochSecond).orElse(null),
                null);
        return subject.revoked() ? granted.withoutGrants() : granted;
    }

    /** The same, revoked. */
    LicenseClaims withoutGrants() {
        return new LicenseClaims(
                sub,
                spoke,
                org,
                plan,
                limits,
                features,
                wire(Access.None),
                trial,
                periodEnd,
                orgId,
                status,
                trialEnd,
                true);
    }

    boolean isRevoked() {
        return Boolean.TRUE.equals(revoked);
    }

    Map<String, Object> asMap() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", sub);
        claims.put("spoke", spoke);
        claims.put("org", org);
        claims.put("plan", plan);
        claims.put("limits", limits);
        claims.put("features", features);
        claims.put("access", access);
        claims.put("customerName", org);
        claims.put("trial", present("isTrialMode", trial, "expiresAt", text(trialEnd)));
        put(claims, "period_end", periodEnd);
        put(claims, "customerId", orgId);
        put(claims, "revoked", revoked);
        if (status != null) {
            claims.put("subscription", present("status", status, "currentPeriodEndsAt", text(periodEnd)));
        }
        return claims;
    }

    /** Whether the software may be used, be it for reading only. */
    boolean mayRun() {
        return access.equals(wire(Access.Full)) || access.equals(wire(Access.ReadOnly));
    }

    private static Map<String, Object> present(String name, Object value, String optional, Object ifKnown) {
        Map<String, Object> object = new LinkedHashMap<>(Map.of(name, value));
        put(object, optional, ifKnown);
        return object;
    }

    private static void put(Map<String, Object> claims, String name, Object value) {
        if (value != null) {
            claims.put(name, value);
        }
    }

    private static String text(Long epochSecond) {
        return epochSecond == null ? null : Instant.ofEpochSecond(epochSecond).toString();
    }

    Map<String, Limit> grantedLimits() {
        Map<String, Limit> granted = new TreeMap<>();
        limits.forEach((name, limit) -> granted.put(name, Json.convert(limit, Limit.class)));
        return granted;
    }

    private static String wire(Access access) {
        return switch (access) {
            case Full -> "full";
            case ReadOnly -> "read_only";
            case ExportOnly -> "export_only";
            case None -> "none";
        };
    }
}
