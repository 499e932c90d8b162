package io.wheelwright.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.mail.Reason;
import io.wheelwright.organization.Organizations;
import io.wheelwright.organization.TestOrganizations;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which refunds are told of, and what the mail is told of them. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class RefundOccasionResourceTest {

    private static final Instant MADE = Instant.parse("2026-11-02T09:30:00Z");

    @Inject
    RefundOccasion occasion;

    @Inject
    Organizations organizations;

    private final String org = "org-" + UUID.randomUUID().toString().substring(0, 8);
    private final String refund = "re_" + UUID.randomUUID();

    @BeforeEach
    void aCustomer() {
        organizations.observe(TestOrganizations.named(org));
    }

    @ParameterizedTest
    @CsvSource({
        "succeeded, made,   0,  true",
        "pending,   made,   13, true",
        "succeeded, made,   15, false",
        "failed,    failed, 15, true",
        "canceled,  failed, 89, true",
        "failed,    failed, 91, false",
        "failed,    made,   0,  false",
    })
    void isToldWhileItIsSoAndIsNews(String status, String told, int days, boolean sent) {
        keep(status);
        Reason reason = new Reason(refund + "/" + told, Map.of(), MADE.plus(Duration.ofDays(days)));

        Optional<Map<String, String>> details =
                QuarkusTransaction.requiringNew().call(() -> occasion.details(reason));

        assertThat(details.isPresent()).isEqualTo(sent);
        details.ifPresent(model -> assertThat(model)
                .containsEntry("organization", "Acme")
                .containsEntry("amount", "29.00 USD")
                .containsEntry("refund", refund)
                .containsEntry("refundReason", "duplicate")
                .containsEntry("failed", told.equals("failed") ? "yes" : "")
                .containsEntry("left", ""));
        assertThat(QuarkusTransaction.requiringNew().call(() -> occasion.recipient(reason)))
                .contains("ada@acme.example");
    }

    private void keep(String status) {
        QuarkusTransaction.requiringNew().run(() -> {
            RefundEntity row = RefundEntity.locked(refund, org, false, MADE);
            row.orgUid = org + "-uid";
            row.amount = 2900;
            row.currency = "usd";
            row.reason = "duplicate";
            row.createdAt = MADE;
            row.enter(status, MADE);
        });
    }
}
