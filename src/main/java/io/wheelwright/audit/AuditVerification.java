package io.wheelwright.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * Whether the audit is what was once recorded.
 *
 * @param sealed number of the last seal that fits
 * @param waiting how many are still to be sealed
 * @param head the last seal that fits: whoever keeps it elsewhere can tell later that nothing before it was changed
 * @param firstBroken where the chain breaks first; left out while it does not
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditVerification(boolean intact, long sealed, long waiting, String head, BrokenLink firstBroken) {}
