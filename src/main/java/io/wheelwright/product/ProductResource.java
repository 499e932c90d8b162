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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Products over REST. */
@Path("/api/v1/products")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "products")
@RolesAllowed(Role.ADMIN)
public class ProductResource {

    private static final int LONGEST_ID = 48;

    private final Products products;
    private final Once once;

    ProductResource(Products products, Once once) {
        this.products = products;
        this.once = once;
    }

    /** Registers a product, or puts a new version in its place. */
    @POST
    @Operation(
            operationId = "putProduct",
            summary = "Registers a product, or puts another version in its place.",
            extensions = @Extension(name = "x-problems", value = "conflict owned-by-another unavailable"))
    @APIResponse(
            responseCode = "201",
            description = "It is taken; its resource follows.",
            headers = {@Header(name = "Location", ref = "Location"), @Header(name = "ETag", ref = "ETag")},
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "ProductKey")))
    public Response put(
            @HeaderParam("Idempotency-Key") String key,
            @HeaderParam("If-Match") String ifMatch,
            @RequestBody(
                            required = true,
                            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Product")))
                    ObjectNode document) {
        ObjectNode spec = ProductDocumentReader.read(Check.body(document));
        String id = id(document.path("product").path("id"));
        Optional<String> version = Optional.ofNullable(ifMatch);
        return Replies.response(once.perform(key, "POST products", document, () -> {
            products.check(id, spec, version);
            return () -> {
                Products.Versioned stored = products.put(id, spec, version);
                return new Reply(201, "/hub/api/v1/products/" + id, stored.etag(), Json.tree(Map.of("product_id", id)));
            };
        }));
    }

    /** Lists the products that may be ordered. */
    @GET
    @Operation(operationId = "listProducts", summary = "Lists the products that may be ordered.")
    @APIResponse(
            responseCode = "200",
            description = "The products.",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "PageProduct")))
    public Page<JsonNode> list() {
        List<JsonNode> active = products.active();
        return new Page<>(active, active.size(), null);
    }

    /** Shows a product. */
    @GET
    @Path("/{product_id}")
    @Operation(operationId = "getProduct", summary = "Shows a product.")
    @APIResponse(
            responseCode = "200",
            description = "The product.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Product")))
    public Response get(@PathParam("product_id") String id) {
        Products.Versioned found = products.find(id).orElseThrow(() -> Problem.notFound("product", id));
        return Response.ok(found.product()).header("ETag", found.etag()).build();
    }

    private static String id(JsonNode id) {
        String text = id.isTextual() ? id.asText() : null;
        new Check()
                .required("product.id", text)
                .name("product.id", text, LONGEST_ID)
                .done();
        return text;
    }
}
