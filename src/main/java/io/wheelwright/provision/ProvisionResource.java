package io.wheelwright.provision;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.wheelwright.Json;
import io.wheelwright.access.Role;
import io.wheelwright.fleet.Wait;
import io.wheelwright.idempotency.Once;
import io.wheelwright.idempotency.Replies;
import io.wheelwright.idempotency.Reply;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Orders over REST. */
@Path("/api/v1/provision")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "provision")
@RolesAllowed(Role.ADMIN)
public class ProvisionResource {

    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait=([^,;\\s]*)");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,3}");

    private final Provisioning provisioning;
    private final Once once;
    private final Wait wait;

    ProvisionResource(Provisioning provisioning, Once once, Wait wait) {
        this.provisioning = provisioning;
        this.once = once;
        this.wait = wait;
    }

    /** Orders a spoke; with {@code Prefer: wait=N} the answer comes when it is ready, after N seconds at the latest. */
    @POST
    @Blocking
    @Operation(
            operationId = "orderSpoke",
            summary = "Orders a spoke, and waits for it if asked to.",
            extensions = @Extension(name = "x-problems", value = "not-found conflict unavailable"))
    @APIResponse(
            responseCode = "201",
            description = "It is ordered; status says whether it is ready.",
            headers = {
                @Header(name = "Location", ref = "Location"),
                @Header(name = "Preference-Applied", ref = "Preference-Applied")
            },
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Ordered.class)))
    public Uni<Response> provision(
            @HeaderParam("Idempotency-Key") String key, @HeaderParam("Prefer") String prefer, Order order) {
        Check.body(order).check();
        Optional<Duration> patience = patience(prefer);
        Reply reply = once.perform(key, "POST provision", order, () -> {
            provisioning.check(order);
            return () -> {
                Ordered ordered = provisioning.order(order);
                return new Reply(201, "/hub/api/v1/fleet/spokes/" + ordered.spokeId(), null, Json.tree(ordered));
            };
        });
        if (patience.isEmpty()) {
            return Uni.createFrom().item(Replies.response(reply));
        }
        String spokeId = reply.body().path("spoke_id").asText();
        return wait.untilActive(spokeId, patience.get()).map(status -> {
            ObjectNode body = reply.body().deepCopy();
            body.put("status", status);
            return Response.fromResponse(Replies.response(new Reply(201, reply.location(), null, body)))
                    .header("Preference-Applied", "wait=" + patience.get().toSeconds())
                    .build();
        });
    }

    private static Optional<Duration> patience(String prefer) {
        Matcher matcher = WAIT.matcher(prefer == null ? "" : prefer);
        if (!matcher.find()) {
            return Optional.empty();
        }
        if (!SECONDS.matcher(matcher.group(1)).matches()) {
            throw Problem.invalid("Prefer", "must be wait=N with N from 0 to 999 seconds");
        }
        return Optional.of(Duration.ofSeconds(Long.parseLong(matcher.group(1))));
    }
}
