package io.wheelwright;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Map;

/** Says that the hub is there. Whether it can work is told by {@code /q/health/ready}. */
@Path("/health")
@PermitAll
public class HealthResource {

    /** Answers. */
    @GET
    public Map<String, String> health() {
        return Map.of("status", "ok");
    }
}
