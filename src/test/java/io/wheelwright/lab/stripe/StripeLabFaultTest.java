package io.wheelwright.lab.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.PermissionException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.Refund;
import com.stripe.model.Subscription;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.RefundCreateParams;
import io.wheelwright.lab.stripe.Faults.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Idempotency keys hold through what goes wrong, and the ledger tells. */
class StripeLabFaultTest extends OnStripeLab {

    private static final RequestOptions KEY =
            RequestOptions.builder().setIdempotencyKey("op-1").build();

    @Test
    void aLostAnswerIsGivenAgain() throws StripeException {
        String charge = charge();
        lab.faults().next("POST", "/v1/refunds", Fault.LOSE_ANSWER);
        assertThatThrownBy(() -> refund(charge, 500, KEY)).isInstanceOf(ApiConnectionException.class);
        Refund again = refund(charge, 500, KEY);
        assertThat(again.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
        assertThat(lab.ledger().lines(Ledger.Kind.REFUND)).singleElement().satisfies(line -> {
            assertThat(line.id()).isEqualTo(again.getId());
            assertThat(line.amount()).isEqualTo(500);
            assertThat(line.idempotencyKey()).isEqualTo("op-1");
            assertThat(line.requestId()).startsWith("req_");
        });
    }

    @Test
    void aLostRequestDidNothing() throws StripeException {
        String charge = charge();
        lab.faults().next("POST", "/v1/refunds", Fault.LOSE_REQUEST);
        assertThatThrownBy(() -> refund(charge, 500, KEY)).isInstanceOf(ApiConnectionException.class);
        assertThat(lab.ledger().lines(Ledger.Kind.REFUND)).isEmpty();
        refund(charge, 500, KEY);
        assertThat(lab.ledger().lines(Ledger.Kind.REFUND)).hasSize(1);
    }

    @Test
    void aKeyIsForOneRequestAndOneDay() throws StripeException {
        String charge = charge();
        refund(charge, 500, KEY);
        assertThatThrownBy(() -> refund(charge, 501, KEY)).isInstanceOf(IdempotencyException.class);
        lab.advance(Duration.ofHours(24).plusSeconds(1));
        refund(charge, 500, KEY);
        assertThat(lab.ledger().lines(Ledger.Kind.REFUND)).hasSize(2);
    }

    @Test
    void a500IsKeptAndA503IsNot() throws StripeException {
        String charge = charge();
        lab.faults().next("POST", "/v1/refunds", Fault.UNAVAILABLE);
        assertThatThrownBy(() -> refund(charge, 500, KEY)).isInstanceOf(ApiException.class);
        lab.faults().next("POST", "/v1/refunds", Fault.INTERNAL_ERROR);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> refund(charge, 500, KEY)).isInstanceOf(ApiException.class);
        }
        assertThat(lab.ledger().lines(Ledger.Kind.REFUND)).isEmpty();
    }

    @Test
    void aRefusedRequestKeepsNoKey() throws StripeException {
        String charge = charge();
        assertThatThrownBy(() -> refund(charge, 5000, KEY)).hasMessageContaining("greater than unrefunded");
        refund(charge, 500, KEY);
        assertThat(lab.ledger().lines(Ledger.Kind.REFUND)).hasSize(1);
    }

    @Test
    void limitsAndPermissionsAreSaidAsStripeSaysThem() throws StripeException {
        lab.faults().next("GET", "/v1/customers", Fault.TOO_MANY);
        assertThatThrownBy(() -> stripe.v1().customers().list()).isInstanceOf(RateLimitException.class);
        lab.faults().always("POST", "/v1/refunds", Fault.FORBIDDEN);
        assertThatThrownBy(() -> refund("ch_none", 1, KEY)).isInstanceOf(PermissionException.class);
        lab.faults().clear();
        assertThat(stripe.v1().customers().list().getData()).isEmpty();
    }

    @Test
    void aRefundMayFailAfterItSucceeded() throws StripeException {
        String charge = charge();
        lab.nextRefunds("pending");
        Refund refund = refund(charge, 500, KEY);
        assertThat(refund.getStatus()).isEqualTo("pending");
        lab.settleRefund(refund.getId(), "succeeded");
        lab.settleRefund(refund.getId(), "failed");
        String customer = lab.object(charge).get("customer").asText();
        assertThat(lab.ledger().kept(customer)).containsEntry("usd", 1900L);
        assertThat(stripe.v1().refunds().retrieve(refund.getId()).getStatus()).isEqualTo("failed");
        assertThat(types(0)).contains("refund.created", "charge.refunded", "refund.updated", "refund.failed");
    }

    @Test
    void aCustomerIsMadeOnceForAKey() throws StripeException {
        var params = CustomerCreateParams.builder().setEmail("b@acme.example").build();
        String first = stripe.v1().customers().create(params, KEY).getId();
        assertThat(stripe.v1().customers().create(params, KEY).getId()).isEqualTo(first);
        assertThat(stripe.v1().customers().list().getData()).hasSize(1);
    }

    private String charge() throws StripeException {
        Subscription made = subscribe(customer(TestCard.VISA), monthly(1900));
        assertThat(made.getStatus()).isEqualTo("active");
        return lab.ledger().lines(Ledger.Kind.CHARGE).get(0).charge();
    }

    private Refund refund(String charge, long amount, RequestOptions options) throws StripeException {
        return stripe.v1()
                .refunds()
                .create(
                        RefundCreateParams.builder()
                                .setCharge(charge)
                                .setAmount(amount)
                                .build(),
                        options);
    }
}
