package io.wheelwright.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How a spoke feels, by its own account. */
public enum ReportedHealth {
    /** The application answers. */
    @JsonProperty("healthy")
    HEALTHY,

    /** The agent runs, the application does not answer. */
    @JsonProperty("degraded")
    DEGRADED,

    /** The spoke says of itself that it does not work. */
    @JsonProperty("unhealthy")
    UNHEALTHY;

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
