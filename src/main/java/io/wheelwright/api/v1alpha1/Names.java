package io.wheelwright.api.v1alpha1;

/** Rule for the names of objects that namespaces and hostnames are named after. */
final class Names {

    /** Leaves 15 of a label's 63 characters for what is put before or behind it. */
    static final String RULE = "self.metadata.name.size() <= 48 && self.metadata.name.matches('" + Patterns.NAME + "')";

    static final String MESSAGE =
            "metadata.name: namespaces and hostnames are derived from it, so choose at most 48 lowercase " + "letters,"
                    + " digits and '-', beginning with a letter";

    private Names() {}
}
