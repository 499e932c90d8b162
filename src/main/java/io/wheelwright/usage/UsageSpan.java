package io.wheelwright.usage;

import java.util.List;

/**
 * What was used in a day, a week or a month.
 *
 * @param begins its first day
 */
public record UsageSpan(String begins, List<UsageAmount> usage) {}
