package io.wheelwright.license;

import io.wheelwright.billing.Entitlement;
import java.time.Instant;
import java.util.Optional;

/**
 * Whom a license is for, and what it says.
 *
 * @param revision grows with every license of the spoke; an older one is refused there
 * @param orgId name of the organization
 * @param planRank place of the plan among those of its product, the smallest first
 * @param status state of the subscription, as the biller states it
 * @param trialEnd end of the trial, while there is one
 * @param periodEnd end of the period that is paid
 * @param revoked whether an administrator has revoked the licenses of the organization
 * @param cause why it says so; a license that says the same for another cause is the same
 */
public record LicenseSubject(
        String spokeUid,
        String spokeId,
        String orgUid,
        String orgId,
        String orgName,
        Entitlement entitlement,
        int planRank,
        long revision,
        String status,
        boolean trial,
        Optional<Instant> trialEnd,
        Optional<Instant> periodEnd,
        boolean revoked,
        LicenseCause cause) {}
