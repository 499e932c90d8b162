package io.wheelwright.usage;

import io.wheelwright.fleet.Tenant;
import io.wheelwright.mail.Mails;
import io.wheelwright.organization.OrganizationView;
import io.wheelwright.organization.Organizations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Tells the customer by mail that a limit is nearly or wholly used up: each of both once a month for each limit. */
@ApplicationScoped
class UsageNotices {

    private static final String KIND = "usage-notice";

    private final Mails mails;
    private final Organizations organizations;

    UsageNotices(Mails mails, Organizations organizations) {
        this.mails = mails;
        this.organizations = organizations;
    }

    void send(Tenant spoke, LocalDate month, List<LimitUse> uses) {
        List<LimitUse> told =
                uses.stream().filter(use -> use.state() != LimitState.ok).toList();
        if (!told.isEmpty()) {
            organizations
                    .view(spoke.orgId())
                    .ifPresent(customer -> told.forEach(use -> send(spoke, customer, month, use)));
        }
    }

    private void send(Tenant spoke, OrganizationView customer, LocalDate month, LimitUse use) {
        mails.enqueue(
                spoke.orgUid() == null ? "" : spoke.orgUid(),
                KIND,
                String.join("/", spoke.birthId(), month.toString(), use.name(), Integer.toString(use.threshold())),
                customer.email(),
                Map.of(
                        "organization", customer.name(),
                        "spoke", spoke.spokeId(),
                        "plan", spoke.plan(),
                        "limit", use.name(),
                        "used", use.used().toPlainString(),
                        "most", Long.toString(use.limit()),
                        "percent", Long.toString(use.percent())));
    }
}
