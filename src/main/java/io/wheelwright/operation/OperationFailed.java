package io.wheelwright.operation;

import io.wheelwright.WheelwrightConfig;
import io.wheelwright.mail.Occasion;
import io.wheelwright.mail.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The mail that an operation has failed, as long as nobody has had it tried again and somebody has to. */
@ApplicationScoped
class OperationFailed implements Occasion {

    static final String KIND = "operation-failed";

    private final WheelwrightConfig config;

    OperationFailed(WheelwrightConfig config) {
        this.config = config;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Optional<Map<String, String>> details(Reason reason) {
        return OperationEntity.<OperationEntity>findByIdOptional(UUID.fromString(reason.anchor()))
                .filter(operation -> operation.status == OperationState.failed && !operation.closed)
                .map(operation -> Map.of("error", operation.error));
    }

    @Override
    public Optional<String> recipient(Reason reason) {
        return config.supportEmail();
    }
}
