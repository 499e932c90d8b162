package io.wheelwright.lifecycle;

import java.time.Instant;

/**
 * How the hub has come to know where a customer stands.
 *
 * @param since when it was first seen where it stands now
 * @param end of the subscription that was planned already when the hub first saw the customer at all, in
 *     whole seconds; null for none
 */
record Seen(Instant since, Instant end) {}
