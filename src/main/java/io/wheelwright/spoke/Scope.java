package io.wheelwright.spoke;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.billing.Entitlement;
import java.util.Map;

/**
 * What one visit of a spoke has gathered before it decides anything.
 *
 * @param spoke the custom resource as read
 * @param organization the customer
 * @param product the product in the version that this spoke is on
 * @param plan the effective plan of that product
 * @param entitlement what the customer may do now
 * @param billing what the biller says, null where nobody bills: then access is full
 * @param names the names of everything that belongs to the spoke
 * @param findings where phases record what they find out
 */
public record Scope(
        Spoke spoke,
        Organization organization,
        ProductSpec product,
        PlanSpec plan,
        Entitlement entitlement,
        BillingFacts billing,
        SpokeNames names,
        Findings findings) {

    public String uid() {
        return spoke.getMetadata().getUid();
    }

    public String spokeId() {
        return spoke.getMetadata().getName();
    }

    public String organizationId() {
        return organization.getMetadata().getName();
    }

    /** Whether the instance may run; otherwise it is suspended, and its data is kept. */
    public boolean mayRun() {
        return entitlement.mayRun();
    }

    /** Whether an instance may be made where there is none; one that is there goes on as long as it may run. */
    public boolean mayBegin() {
        return entitlement.mayBegin();
    }

    /** Whether there is an instance that may not run. One that has no release waits in its phase, and says why. */
    public boolean isSuspended() {
        return !mayRun() && findings.release().isPresent();
    }

    /** Labels of the namespace and of every guard rail. */
    public Map<String, String> labels() {
        return Map.of(
                Labels.MANAGED_BY, Labels.WHEELWRIGHT,
                Labels.FLEET, names.fleet(),
                Labels.SPOKE, spokeId());
    }
}
