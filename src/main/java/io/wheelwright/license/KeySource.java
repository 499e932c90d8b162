package io.wheelwright.license;

import java.util.Map;
import java.util.Optional;

/** Where the keys of licenses are kept. */
interface KeySource {

    /** The entries by their names; made where there are none yet, if that can be. */
    Map<String, byte[]> load();

    /** The entries that are there now, if any; makes nothing. */
    Optional<Map<String, byte[]>> look();
}
