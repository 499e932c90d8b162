package io.wheelwright.lab.fault;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A request to the API server in the words of RBAC.
 *
 * @param verb such as {@code get}, {@code list}, {@code watch}, {@code create}, {@code patch}, {@code deletecollection}
 * @param resource the kind in the plural, with its subresource: {@code spokes}, {@code spokes/status}
 * @param namespace empty where the kind has none or all are meant
 * @param name empty for a list; for a creation the name that the sent object has, empty where it is not sent as JSON
 */
public record Call(String verb, String resource, String namespace, String name) {

    private static final Set<String> READS = Set.of("get", "list", "watch", "head", "options");

    /** The call that a request is; {@code object} is what it carries, if anything. */
    static Call of(String method, String uri, JsonNode object) {
        URI target = URI.create(uri);
        List<String> path = Arrays.stream(target.getPath().split("/"))
                .filter(part -> !part.isEmpty())
                .toList();
        if (path.isEmpty() || !(path.get(0).equals("api") || path.get(0).equals("apis"))) {
            return new Call(verb(method, false, false), target.getPath(), "", "");
        }
        List<String> rest = path.subList(Math.min(path.get(0).equals("api") ? 2 : 3, path.size()), path.size());
        boolean inNamespace = rest.size() > 2 && rest.get(0).equals("namespaces") && !isPartOfNamespace(rest.get(2));
        String namespace = inNamespace ? rest.get(1) : "";
        List<String> own = inNamespace ? rest.subList(2, rest.size()) : rest;
        String sent = object == null ? "" : object.path("metadata").path("name").asText("");
        String name = own.size() > 1 ? own.get(1) : sent;
        String resource = own.isEmpty() ? "" : own.get(0);
        return new Call(
                verb(method, own.size() > 1, isWatch(target)),
                own.size() > 2 ? resource + "/" + own.get(2) : resource,
                namespace,
                name);
    }

    /** Such a call, whatever the namespace. */
    public static Predicate<Call> to(String verb, String resource, String name) {
        return call -> call.verb.equals(verb) && call.resource.equals(resource) && call.name.equals(name);
    }

    /** Any such call, whatever the object. */
    public static Predicate<Call> to(String verb, String resource) {
        return call -> call.verb.equals(verb) && call.resource.equals(resource);
    }

    /** The same about another object, whose name takes the place of this one's wherever it is a part. */
    public Call renamed(String from, String to) {
        return new Call(verb, resource, namespace.replace(from, to), name.replace(from, to));
    }

    boolean isWrite() {
        return !READS.contains(verb);
    }

    private static boolean isPartOfNamespace(String part) {
        return part.equals("status") || part.equals("finalize");
    }

    private static boolean isWatch(URI target) {
        return Arrays.stream(Objects.requireNonNullElse(target.getQuery(), "").split("&"))
                .anyMatch(parameter -> parameter.equals("watch=true") || parameter.equals("watch=1"));
    }

    private static String verb(String method, boolean named, boolean watch) {
        return switch (method) {
            case "GET" -> watch ? "watch" : named ? "get" : "list";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "DELETE" -> named ? "delete" : "deletecollection";
            default -> method.toLowerCase(Locale.ROOT);
        };
    }

    @Override
    public String toString() {
        return verb + " " + resource + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
}
