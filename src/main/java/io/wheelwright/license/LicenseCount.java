package io.wheelwright.license;

/** How many licenses were issued for that plan and that reason. */
public record LicenseCount(LicenseAction action, String plan, long count) {}
