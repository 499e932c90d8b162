package io.wheelwright.export;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What the export hook of an instance has made, as REST shows it.
 *
 * @param message why there is nothing, or what is waited for; null when it is ready
 * @param url where it lies, as the hook says; null before it is ready, and for who only looks
 * @param sha256 of what lies there, as the hook says; null where it says none
 * @param expiresAt until when it lies there, as the hook says; null where it says nothing of that
 */
@JsonNaming(SnakeCaseStrategy.class)
public record InstanceExportView(
        String spokeId, String state, String message, String url, String sha256, String expiresAt) {

    /** The same for who only looks: where it lies may open it. */
    InstanceExportView withoutPlace() {
        return new InstanceExportView(spokeId, state, message, null, sha256, expiresAt);
    }

    /** Without where it lies: that may open it. */
    @Override
    public String toString() {
        return "InstanceExportView[%s, %s]".formatted(spokeId, state);
    }
}
