package io.wheelwright.release;

import java.util.List;

/**
 * What became of the objects of a release that were not as they had been deployed.
 *
 * @param putBack object and path of each difference that is gone; no values
 * @param refused object, and why the cluster does not let it be put back
 */
public record Repair(List<String> putBack, List<String> refused) {

    static final Repair NOTHING = new Repair(List.of(), List.of());
}
