package io.wheelwright.lab.node;

import java.util.Map;
import java.util.Optional;

/** Contents of the Secrets and ConfigMaps of one namespace. */
interface ConfigObjects {

    Optional<Map<String, byte[]>> secret(String name);

    Optional<Map<String, byte[]>> configMap(String name);
}
