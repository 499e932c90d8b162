package io.wheelwright.operation;

import io.wheelwright.WheelwrightConfig;
import io.wheelwright.mail.Mails;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Tells support of an operation that has failed, by one mail; nobody is told where no address is configured. */
@ApplicationScoped
class Support {

    private final Mails mails;
    private final WheelwrightConfig config;

    Support(Mails mails, WheelwrightConfig config) {
        this.mails = mails;
        this.config = config;
    }

    /** To be called in the transaction that records the failure. */
    void tell(OperationEntity operation) {
        config.supportEmail()
                .ifPresent(address -> mails.enqueue(
                        operation.orgId,
                        "operation-failed",
                        operation.id.toString(),
                        address,
                        Map.of(
                                "operation",
                                operation.id.toString(),
                                "type",
                                operation.type.name(),
                                "spoke",
                                operation.spokeId,
                                "error",
                                operation.error)));
    }
}
