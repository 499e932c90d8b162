package io.wheelwright.contract;

import io.wheelwright.problem.ProblemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Describes the problems: an example a type, a response a status. */
final class ProblemResponses {

    private static final String PROBLEM = "application/problem+json";

    private ProblemResponses() {}

    /** Adds a response and an example of each type for the operations to refer to. */
    static void describe(Components components) {
        for (ProblemType type : ProblemType.values()) {
            components.addExample(type.slug(), example(type));
            components.addResponse(type.slug(), response(List.of(type)));
        }
    }

    /** Adds the responses of these types, one a status. */
    static void add(APIResponses responses, Set<ProblemType> types) {
        Map<Integer, List<ProblemType>> byStatus =
                types.stream().collect(Collectors.groupingBy(ProblemType::status, TreeMap::new, Collectors.toList()));
        byStatus.forEach((status, same) -> responses.addAPIResponse(
                Integer.toString(status), same.size() == 1 ? reference(same.get(0)) : response(same)));
    }

    private static APIResponse reference(ProblemType type) {
        return OASFactory.createAPIResponse().ref(type.slug());
    }

    private static APIResponse response(List<ProblemType> types) {
        MediaType json =
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref("Problem"));
        types.forEach(
                type -> json.addExample(type.slug(), OASFactory.createExample().ref(type.slug())));
        APIResponse response = OASFactory.createAPIResponse()
                .description(types.stream().map(ProblemType::title).collect(Collectors.joining("; or: ")))
                .content(OASFactory.createContent().addMediaType(PROBLEM, json));
        Contract.identify(response);
        if (types.contains(ProblemType.UNAUTHORIZED)) {
            response.addHeader("WWW-Authenticate", OASFactory.createHeader().ref("WWW-Authenticate"));
        }
        if (types.contains(ProblemType.UNAVAILABLE) || types.contains(ProblemType.TOO_MANY_REQUESTS)) {
            response.addHeader("Retry-After", OASFactory.createHeader().ref("Retry-After"));
        }
        return response;
    }

    private static Example example(ProblemType type) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("type", type.uri().toString());
        value.put("title", type.title());
        value.put("status", type.status());
        return OASFactory.createExample().summary(type.title()).value(value);
    }
}
