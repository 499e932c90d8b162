package io.wheelwright.support;

/** Small custom resources for tests, as a person would write them. */
public final class Manifests {

    private Manifests() {}

    /** A product with one plan, made from the built-in chart. */
    public static String product(String name) {
        return product(name, "");
    }

    /** A product with one plan and more fields of its specification, indented by two blanks. */
    public static String product(String name, String more) {
        return """
                apiVersion: wheelwright.io/v1alpha1
                kind: Product
                metadata:
                  name: %s
                spec:
                  displayName: %s
                  version: 1.0.0
                  plans:
                    - id: starter
                      displayName: Starter
                      limits: {maxProducts: 10}
                      resources:
                        quota: {cpu: "4", memory: 4Gi, storage: 20Gi}
                        components:
                          api: {cpu: 250m, memory: 256Mi}
                          database: {cpu: 500m, memory: 512Mi}
                        storage: 10Gi
                %s""".formatted(name, name, more.indent(2));
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
