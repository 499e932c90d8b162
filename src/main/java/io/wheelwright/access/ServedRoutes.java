package io.wheelwright.access;

import io.wheelwright.access.AccessTable.Route;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Finds the row of the access table for what a request was matched with, so that no path is matched a second time. */
final class ServedRoutes {

    /** What {@code quarkus.rest.path} puts before every path. */
    private static final String ROOT = "/hub";

    private static final Pattern PATTERN = Pattern.compile("\\{(\\w+):[^{}]*}");

    private final Map<Method, Optional<Route>> known = new ConcurrentHashMap<>();

    /** Empty for a route that is not in the table. */
    Optional<Route> of(ResourceInfo matched) {
        return known.computeIfAbsent(
                matched.getResourceMethod(), method -> find(verb(method), path(matched.getResourceClass(), method)));
    }

    private static Optional<Route> find(String verb, String path) {
        return AccessTable.routes().stream()
                .filter(route -> route.method().equals(verb) && route.path().equals(path))
                .findFirst();
    }

    private static String verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value)
                .findFirst()
                .orElse("");
    }

    private static String path(Class<?> resource, Method method) {
        return ROOT + path(resource.getAnnotation(Path.class)) + path(method.getAnnotation(Path.class));
    }

    /** The table names parameters and leaves out what they have to look like. */
    private static String path(Path path) {
        return path == null ? "" : PATTERN.matcher(path.value()).replaceAll("{$1}");
    }
}
