package io.wheelwright.deletion;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How a deletion goes on.
 *
 * @param withoutExport whether it goes on without the backup and the export of the product; null for no
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Confirmation(Boolean withoutExport) {}
