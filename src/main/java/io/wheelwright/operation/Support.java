package io.wheelwright.operation;

import io.wheelwright.WheelwrightConfig;
import io.wheelwright.mail.Mails;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Tells support of an operation that has failed, by one mail; nobody is told where no address is configured. */
@ApplicationScoped
class Support {

    /** Support is told, no organization: the operation alone tells one mail from another. */
    private static final String NO_ORGANIZATION = "";

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
                        NO_ORGANIZATION,
                        OperationFailed.KIND,
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
