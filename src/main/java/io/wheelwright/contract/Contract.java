package io.wheelwright.contract;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.wheelwright.access.AccessTable;
import io.wheelwright.access.AccessTable.Identity;
import io.wheelwright.access.AccessTable.Route;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Adds to every operation what follows from the access table and from its shape: who may call it, and what is refused. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD, priority = -1)
public class Contract implements OASFilter {

    private static final String REQUEST_ID = "X-Request-Id";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        SharedParts parts = new SharedParts(document.getComponents());
        document.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .forEach((method, operation) -> complete(route(method.name(), path), operation, parts)));
        parts.tidySchemas();
        ProblemResponses.describe(document.getComponents());
    }

    /** Every answer tells the id of its request. */
    static void identify(APIResponse response) {
        response.addHeader(REQUEST_ID, OASFactory.createHeader().ref(REQUEST_ID));
    }

    private static void complete(Route route, Operation operation, SharedParts parts) {
        operation.getResponses().getAPIResponses().values().forEach(parts::describe);
        operation.getResponses().getAPIResponses().values().forEach(Contract::identify);
        operation.setSecurity(null);
        secure(route, Identity.ADMIN, "admin", operation);
        secure(route, Identity.PLATFORM_ADMIN, "staff", operation);
        secure(route, Identity.BILLER, "biller", operation);
        secure(route, Identity.SPOKE, "spoke", operation);
        secure(route, Identity.OWNER, "session", operation);
        secure(route, Identity.MANAGE_TOKEN, "token", operation);
        ProblemResponses.add(operation.getResponses(), Refusals.of(route, operation));
        operation.removeExtension(Refusals.EXTENSION);
        parts.share(operation);
    }

    private static void secure(Route route, Identity identity, String scheme, Operation operation) {
        if (!route.allowed().contains(Identity.ANONYMOUS) && route.allowed().contains(identity)) {
            operation.addSecurityRequirement(
                    OASFactory.createSecurityRequirement().addScheme(scheme, List.of()));
        }
    }

    private static Route route(String method, String path) {
        return AccessTable.routes().stream()
                .filter(route -> route.method().equals(method) && route.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the access table lacks " + method + " " + path));
    }
}
