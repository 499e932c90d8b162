package io.wheelwright.spoke;

import io.wheelwright.api.v1alpha1.OperationStatus;
import io.wheelwright.api.v1alpha1.Spoke;
import java.util.List;
import org.jboss.logging.MDC;

/** Names the spoke, its organization and its operation in every line that the thread logs, until it is closed. */
final class SpokeInLog implements AutoCloseable {

    private static final String SPOKE = "spoke";
    private static final String ORGANIZATION = "organization";
    private static final String OPERATION = "operation";

    private SpokeInLog() {}

    static SpokeInLog open(Spoke spoke) {
        MDC.put(SPOKE, spoke.getMetadata().getName());
        if (spoke.getSpec() != null && spoke.getSpec().organizationRef() != null) {
            MDC.put(ORGANIZATION, spoke.getSpec().organizationRef());
        }
        if (spoke.getStatus() != null) {
            operation(spoke.getStatus().operation());
        }
        return new SpokeInLog();
    }

    /** Names the operation from here on; null for none. */
    static void operation(OperationStatus operation) {
        if (operation != null) {
            MDC.put(OPERATION, operation.id());
        }
    }

    @Override
    public void close() {
        List.of(SPOKE, ORGANIZATION, OPERATION).forEach(MDC::remove);
    }
}
