package io.wheelwright.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wheelwright.Json;
import io.wheelwright.Page;
import io.wheelwright.access.Role;
import io.wheelwright.idempotency.Once;
import io.wheelwright.idempotency.Replies;
import io.wheelwright.idempotency.Reply;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Products over REST. */
@Path("/api/v1/products")
@RolesAllowed(Role.ADMIN)
public class ProductResource {

    private static final int LONGEST_ID = 48;
    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");

    private final Products products;
    private final Once once;

    ProductResource(Products products, Once once) {
        this.products = products;
        this.once = once;
    }

    /** Registers a product, or puts a new version in its place. */
    @POST
    public Response put(
            @HeaderParam("Idempotency-Key") String key, @HeaderParam("If-Match") String ifMatch, ObjectNode document) {
        ObjectNode spec = ProductDocument.toSpec(Check.body(document));
        String id = id(document.path("product").path("id"));
        return Replies.response(once.perform(key, "POST products", document, () -> {
            Products.Versioned stored = products.put(id, spec, Optional.ofNullable(ifMatch));
            return new Reply(201, "/hub/api/v1/products/" + id, stored.etag(), Json.tree(Map.of("product_id", id)));
        }));
    }

    /** Lists the products that may be ordered. */
    @GET
    public Page<JsonNode> list() {
        List<JsonNode> active = products.active();
        return new Page<>(active, active.size(), null);
    }

    /** Shows a product. */
    @GET
    @Path("/{product_id}")
    public Response get(@PathParam("product_id") String id) {
        Products.Versioned found = products.find(id).orElseThrow(() -> Problem.notFound("product", id));
        return Response.ok(found.product()).header("ETag", found.etag()).build();
    }

    private static String id(JsonNode id) {
        String text = id.isTextual() ? id.asText() : null;
        new Check()
                .text("product.id", text, LONGEST_ID)
                .matches(
                        "product.id",
                        text,
                        NAME,
                        "must consist of lowercase letters, digits and dashes, and begin with a letter")
                .done();
        return text;
    }
}
