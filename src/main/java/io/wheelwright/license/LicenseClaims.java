package io.wheelwright.license;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.Limit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a license says, whenever it was issued. */
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
        Long periodEnd) {

    static LicenseClaims of(LicenseSubject subject) {
        Map<String, Object> limits = new TreeMap<>();
        subject.entitlement().limits().forEach((name, limit) -> limits.put(name, limit.json()));
        return new LicenseClaims(
                subject.orgUid(),
                subject.spokeId(),
                subject.orgName(),
                subject.entitlement().plan(),
                limits,
                new TreeMap<>(subject.entitlement().features()),
                wire(subject.entitlement().access()),
                subject.trial(),
                subject.periodEnd().map(end -> end.getEpochSecond()).orElse(null));
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
        claims.put("trial", trial);
        if (periodEnd != null) {
            claims.put("period_end", periodEnd);
        }
        return claims;
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
