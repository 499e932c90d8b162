package io.wheelwright.api.v1alpha1;

/** Regular expressions of the schema, in the syntax that Java and Go share. */
final class Patterns {

    /** DNS label that begins with a letter: the name of an object that others are named after. */
    static final String NAME = "^[a-z]([-a-z0-9]*[a-z0-9])?$";

    /** Name of a limit, feature or meter. */
    static final String IDENTIFIER = "^[a-zA-Z][a-zA-Z0-9_]*$";

    /** Name of a pack, with or without a scope. */
    static final String PACK = "^(@[a-z0-9][-a-z0-9]*/)?[a-z0-9][-a-z0-9._]*$|^required_only$";

    /** Version by Semantic Versioning 2. */
    static final String SEMVER = "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)"
            + "(-[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?$";

    /** Currency by ISO 4217. */
    static final String CURRENCY = "^[A-Z]{3}$";

    /** Address of a mailbox, as far as a pattern can tell. */
    static final String EMAIL = "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$";

    /** Fully qualified host name. */
    static final String HOSTNAME = "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)+$";

    /** Digest of a chart. */
    static final String SHA256 = "^sha256:[0-9a-f]{64}$";

    /** Address of a chart repository or registry. */
    static final String REPOSITORY = "^(oci|https)://[^\\s]+$";

    /** Path of a URL. */
    static final String URL_PATH = "^/[-a-zA-Z0-9._~/%]*$";

    /** Capability in the directory. */
    static final String CAPABILITY = "^[a-zA-Z0-9]([-a-zA-Z0-9._:/]*[a-zA-Z0-9])?$";

    private Patterns() {}
}
