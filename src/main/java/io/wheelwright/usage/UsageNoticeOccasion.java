package io.wheelwright.usage;

import io.wheelwright.fleet.Fleet;
import io.wheelwright.fleet.Tenant;
import io.wheelwright.mail.Occasion;
import io.wheelwright.mail.Reason;
import io.wheelwright.organization.OrganizationView;
import io.wheelwright.organization.Organizations;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/** The mail that a limit is used up, as long as it is, in the month in which it was; it says how far it is now. */
@ApplicationScoped
class UsageNoticeOccasion implements Occasion {

    private final Fleet fleet;
    private final CurrentUse current;
    private final Organizations organizations;

    UsageNoticeOccasion(Fleet fleet, CurrentUse current, Organizations organizations) {
        this.fleet = fleet;
        this.current = current;
        this.organizations = organizations;
    }

    @Override
    public String kind() {
        return UsageNotices.KIND;
    }

    @Override
    public Optional<Map<String, String>> details(Reason reason) {
        return fleet.uidOf(reason.model().get("spoke"))
                .flatMap(fleet::tenant)
                .flatMap(spoke -> use(spoke, reason.anchor()).map(use -> UsageNotices.figures(spoke, use)));
    }

    @Override
    public Optional<String> recipient(Reason reason) {
        return fleet.uidOf(reason.model().get("spoke"))
                .flatMap(fleet::tenant)
                .flatMap(spoke -> organizations.view(spoke.orgId()))
                .map(OrganizationView::email);
    }

    /** Only what would be told of under the same anchor now is still so. */
    private Optional<LimitUse> use(Tenant spoke, String anchor) {
        return UsageNotices.told(current.of(spoke))
                .filter(use -> UsageNotices.anchor(spoke, current.month(), use).equals(anchor))
                .findFirst();
    }
}
