package io.wheelwright.fleet;

/**
 * Whose a spoke is, and what was ordered.
 *
 * @param orgUid UID of the organization; null until its resource was seen
 * @param plan the plan in effect
 * @param birthId identity of the instance, under whatever resource
 * @param ownBilling whether it has a subscription of its own, beside that of the organization
 */
public record Tenant(
        String spokeUid,
        String spokeId,
        String orgId,
        String orgUid,
        String productId,
        String plan,
        String birthId,
        boolean ownBilling) {}
