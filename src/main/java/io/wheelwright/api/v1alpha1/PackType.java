package io.wheelwright.api.v1alpha1;

/** What a pack adds to a spoke. */
public enum PackType {
    /** Business rules. */
    logic,
    /** Settings and data of an environment. */
    environment,
    /** A connection to devices or other systems. */
    driver,
    /** Models and analyses. */
    intelligence
}
