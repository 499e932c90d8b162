package io.wheelwright.export;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Exports of what the hub holds of an organization. */
@ConfigMapping(prefix = "wheelwright.export")
interface ExportConfig {

    /** How long an archive is kept. */
    @WithDefault("P7D")
    Duration kept();

    /** How long a link to it is good, at most as long as it is kept. */
    @WithDefault("PT24H")
    Duration link();

    /** How long the export hook of an instance may take. */
    @WithDefault("PT1H")
    Duration instance();
}
