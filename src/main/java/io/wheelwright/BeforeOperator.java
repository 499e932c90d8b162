package io.wheelwright;

import java.util.Optional;

/** What has to be done before the operator acts on what it finds. */
public interface BeforeOperator {

    /** Does it, or says why that cannot be done yet; it is asked for again soon then. */
    Optional<String> obstacle();
}
