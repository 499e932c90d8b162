package io.wheelwright.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.wheelwright.Json;
import io.wheelwright.contract.OpenApiDocument.Operation;
import java.net.URI;

/** Looks at every answer that a test gets: what the document does not say must not happen. */
public final class ContractCheck implements Filter {

    private static final String PROBLEM = "application/problem+json";

    private final OpenApiDocument document = OpenApiDocument.committed();

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        String path = URI.create(request.getURI()).getRawPath();
        document.operation(request.getMethod(), path).ifPresent(operation -> check(operation, response));
        return response;
    }

    private void check(Operation operation, Response response) {
        JsonNode documented =
                document.resolve(operation.content().path("responses").path(Integer.toString(response.statusCode())));
        assertThat(documented.isMissingNode())
                .as("%s answers %d, which is not documented: %s", operation, response.statusCode(), response.asString())
                .isFalse();
        assertThat(response.header("X-Request-Id"))
                .as("%s: request id", operation)
                .isNotBlank();
        String type = response.contentType().split(";")[0];
        JsonNode content = documented.path("content").path(type);
        assertThat(content.isMissingNode())
                .as("%s answers %s, which is not documented for %d", operation, type, response.statusCode())
                .isFalse();
        if (!type.matches(".*[/+]json")) {
            return;
        }
        JsonNode body = Json.read(response.asString(), JsonNode.class);
        assertThat(document.violations(content.path("schema"), body))
                .as("%s: what the document says of %s", operation, body)
                .isEmpty();
        if (type.equals(PROBLEM)) {
            String slug = body.path("type").asText().replaceFirst(".*/", "");
            assertThat(content.path("examples").has(slug))
                    .as("%s answers a problem of type %s, which is not documented", operation, slug)
                    .isTrue();
        }
    }
}
