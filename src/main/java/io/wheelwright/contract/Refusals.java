package io.wheelwright.contract;

import io.wheelwright.access.AccessTable.Identity;
import io.wheelwright.access.AccessTable.Route;
import io.wheelwright.problem.ProblemType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;

/** Which problems an operation may answer: most follow from its shape, the others are named by its {@link #EXTENSION}. */
final class Refusals {

    /** Extension of an operation with the problems that do not follow from its shape, apart by blanks. */
    static final String EXTENSION = "x-problems";

    private final Set<ProblemType> types = EnumSet.noneOf(ProblemType.class);

    private Refusals() {}

    static Set<ProblemType> of(Route route, Operation operation) {
        Refusals refusals = new Refusals();
        refusals.byCaller(route);
        refusals.byBody(operation);
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(refusals::byParameter);
        }
        refusals.byName(operation);
        return refusals.types;
    }

    private void byCaller(Route route) {
        types.add(ProblemType.NOT_ACCEPTABLE);
        types.add(ProblemType.INTERNAL_ERROR);
        if (!route.path().endsWith("/health")) {
            types.add(ProblemType.UNAVAILABLE);
            types.add(ProblemType.TOO_MANY_REQUESTS);
        }
        if (!route.allowed().contains(Identity.ANONYMOUS)) {
            types.add(ProblemType.UNAUTHORIZED);
        }
        if (Arrays.stream(Identity.values())
                .filter(caller -> !caller.isNobody())
                .anyMatch(caller ->
                        !route.allowed().contains(caller) && !route.hidden().contains(caller))) {
            types.add(ProblemType.FORBIDDEN);
        }
        if (route.allowed().contains(Identity.OWNER) && !route.allowed().contains(Identity.SUSPENDED_OWNER)) {
            types.add(ProblemType.ORGANIZATION_SUSPENDED);
        }
        if (!route.hidden().isEmpty()) {
            types.add(ProblemType.NOT_FOUND);
        }
    }

    private void byBody(Operation operation) {
        if (operation.getRequestBody() != null) {
            types.add(ProblemType.INVALID_REQUEST);
            types.add(ProblemType.TOO_LARGE);
            types.add(ProblemType.UNSUPPORTED_MEDIA_TYPE);
        }
    }

    private void byParameter(Parameter parameter) {
        if (parameter.getIn() == In.PATH) {
            types.add(ProblemType.NOT_FOUND);
        }
        if (parameter.getIn() == In.QUERY) {
            types.add(ProblemType.INVALID_REQUEST);
        }
        switch (parameter.getName()) {
            case "Idempotency-Key" -> {
                types.add(ProblemType.INVALID_REQUEST);
                types.add(ProblemType.IDEMPOTENCY_KEY_REUSED);
            }
            case "If-Match" -> types.add(ProblemType.PRECONDITION_FAILED);
            default -> {}
        }
    }

    private void byName(Operation operation) {
        if (operation.getExtensions() != null && operation.getExtensions().get(EXTENSION) instanceof String named) {
            Set<String> slugs = Arrays.stream(named.split(" ")).collect(Collectors.toSet());
            Arrays.stream(ProblemType.values())
                    .filter(type -> slugs.remove(type.slug()))
                    .forEach(types::add);
            if (!slugs.isEmpty()) {
                throw new IllegalStateException(operation.getOperationId() + " names unknown problems: " + slugs);
            }
        }
    }
}
