package io.wheelwright.license;

import java.util.List;

/** How many licenses were issued, by action and plan. */
public record LicenseStatistics(List<LicenseCount> counts) {}
