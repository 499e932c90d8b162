package io.wheelwright.api.v1alpha1;

/** What a customer may do now. */
public enum Access {
    /** Everything that the plan allows. */
    Full,
    /** The software runs and shows data, but changes none. */
    ReadOnly,
    /** Nothing runs but the export of the customer's data. */
    ExportOnly,
    /** Nothing runs; the data is kept. */
    None
}
