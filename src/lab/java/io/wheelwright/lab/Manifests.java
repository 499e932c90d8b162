package io.wheelwright.lab;

import java.util.Locale;

/** Small custom resources for tests and figures, as a person would write them. */
public final class Manifests {

    private Manifests() {}

    /** A product with one plan, made from the built-in chart. */
    public static String product(String name) {
        return product(name, "");
    }

    /** A product with one plan and more fields of its specification, indented by two blanks. */
    public static String product(String name, String more) {
        return selling(name, plan("starter", 10, 4)) + more.indent(2);
    }

    /** A product with these plans, made from the built-in chart. */
    public static String selling(String name, String... plans) {
        return """
                apiVersion: wheelwright.io/v1alpha1
                kind: Product
                metadata:
                  name: %s
                spec:
                  displayName: %s
                  version: 1.0.0
                  plans:
                """.formatted(name, name) + String.join("", plans);
    }

    /**
     * A plan of a product. Those with the same processors differ in the license only, others in what is deployed.
     *
     * @param processors of the quota, which has as many GiB; the API has a sixteenth of both
     * @param more fields of the plan, such as its price
     */
    public static String plan(String id, int maxProducts, int processors, String... more) {
        return """
                    - id: %s
                      displayName: %s
                      limits: {maxProducts: %d}
                      resources:
                        quota: {cpu: "%d", memory: %dGi, storage: 20Gi}
                        components:
                          api: {cpu: %dm, memory: %dMi}
                          database: {cpu: 500m, memory: 512Mi}
                        storage: 10Gi
                """.formatted(
                                id,
                                id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1),
                                maxProducts,
                                processors,
                                processors,
                                processors * 1000 / 16,
                                processors * 1024 / 16)
                + String.join("\n", more).indent(6);
    }

    public static String organization(String name) {
        return """
                apiVersion: wheelwright.io/v1alpha1
                kind: Organization
                metadata:
                  name: %s
                spec:
                  displayName: %s
                  contactEmail: it@%s.example
                """.formatted(name, name, name);
    }

    public static String spoke(String name, String organization, String product) {
        return """
                apiVersion: wheelwright.io/v1alpha1
                kind: Spoke
                metadata:
                  name: %s
                spec:
                  organizationRef: %s
                  productRef: %s
                  plan: starter
                  adminEmail: admin@%s.example
                """.formatted(name, organization, product, organization);
    }
}
