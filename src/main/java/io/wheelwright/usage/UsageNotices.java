package io.wheelwright.usage;

import io.wheelwright.fleet.Tenant;
import io.wheelwright.mail.Mails;
import io.wheelwright.organization.OrganizationView;
import io.wheelwright.organization.Organizations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tells the customer by mail that a limit is nearly or wholly used up: each of both once a month for each limit. */
@ApplicationScoped
class UsageNotices {

    static final String KIND = "usage-notice";

    private final Mails mails;
    private final Organizations organizations;

    UsageNotices(Mails mails, Organizations organizations) {
        this.mails = mails;
        this.organizations = organizations;
    }

    void send(Tenant spoke, LocalDate month, List<LimitUse> uses) {
        List<LimitUse> told = told(uses).toList();
        if (!told.isEmpty()) {
            organizations
                    .view(spoke.orgId())
                    .ifPresent(customer -> told.forEach(use -> send(spoke, customer, month, use)));
        }
    }

    static Stream<LimitUse> told(List<LimitUse> uses) {
        return uses.stream().filter(use -> use.state() != LimitState.ok);
    }

    static String anchor(Tenant spoke, LocalDate month, LimitUse use) {
        return String.join("/", spoke.birthId(), month.toString(), use.name(), Integer.toString(use.threshold()));
    }

    /** What a letter says of it. */
    static Map<String, String> figures(Tenant spoke, LimitUse use) {
        return Map.of(
                "spoke", spoke.spokeId(),
                "plan", spoke.plan(),
                "limit", use.name(),
                "used", use.used().stripTrailingZeros().toPlainString(),
                "most", Long.toString(use.limit()),
                "percent", Long.toString(use.percent()));
    }

    private void send(Tenant spoke, OrganizationView customer, LocalDate month, LimitUse use) {
        Map<String, String> model = new HashMap<>(figures(spoke, use));
        model.put("organization", customer.name());
        mails.enqueue(
                spoke.orgUid() == null ? "" : spoke.orgUid(), KIND, anchor(spoke, month, use), customer.email(), model);
    }
}
