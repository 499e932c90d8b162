package io.wheelwright.status;

import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.PackSpec;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.Spoke;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells which required fields of a custom resource cannot be read. The schema lets no such object in; one that was
 * stored under another schema may be there all the same, and must hold up nobody but itself.
 */
public final class Unreadable {

    private record Field(String path, Object value) {

        boolean isMissing() {
            return value == null;
        }
    }

    private Unreadable() {}

    public static Optional<String> in(Spoke spoke) {
        var spec = spoke.getSpec();
        return spec == null
                ? message(Stream.of(new Field("spec", null)))
                : message(Stream.of(
                        new Field("spec.organizationRef", spec.organizationRef()),
                        new Field("spec.productRef", spec.productRef()),
                        new Field("spec.plan", spec.plan())));
    }

    public static Optional<String> in(Organization organization) {
        var spec = organization.getSpec();
        return spec == null
                ? message(Stream.of(new Field("spec", null)))
                : message(Stream.of(
                        new Field("spec.displayName", spec.displayName()),
                        new Field("spec.contactEmail", spec.contactEmail())));
    }

    public static Optional<String> in(Product product) {
        var spec = product.getSpec();
        if (spec == null) {
            return message(Stream.of(new Field("spec", null)));
        }
        return message(Stream.of(
                        Stream.of(
                                new Field("spec.displayName", spec.displayName()),
                                new Field("spec.version", spec.version()),
                                new Field(
                                        "spec.plans",
                                        spec.plans().stream().findFirst().orElse(null))),
                        spec.plans().stream().map(PlanSpec::id).map(id -> new Field("spec.plans[].id", id)),
                        spec.packs().stream().map(PackSpec::name).map(name -> new Field("spec.packs[].name", name)))
                .flatMap(fields -> fields));
    }

    private static Optional<String> message(Stream<Field> fields) {
        String missing =
                fields.filter(Field::isMissing).map(Field::path).distinct().collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("Missing, or not of the type that the schema asks for: " + missing
                        + ". Correct it with kubectl edit.");
    }
}
