package io.wheelwright.license;

import io.wheelwright.billing.Entitlement;
import java.time.Instant;
import java.util.Optional;

/**
 * Whom a license is for, and what it says.
 *
 * @param revision grows with every license of the spoke; an older one is refused there
 * @param periodEnd end of the period that is paid
 */
public record LicenseSubject(
        String spokeUid,
        String spokeId,
        String orgUid,
        String orgName,
        Entitlement entitlement,
        long revision,
        boolean trial,
        Optional<Instant> periodEnd) {}
