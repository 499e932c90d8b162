package io.wheelwright.lab.crd;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.Spoke;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Generates {@code crds/} from the Java model. */
public final class CustomResourceDefinitions {

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Stream.of(
                    Organization.class, Product.class, Spoke.class)
            .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    private CustomResourceDefinitions() {}

    /** Writes one file a kind into the directory that the first argument names. */
    public static void main(String... arguments) throws IOException {
        generate(Path.of(arguments[0]));
    }

    /** Writes one file a kind, named after the kind's plural, into {@code directory}. */
    public static void generate(Path directory) throws IOException {
        Files.createDirectories(directory);
        var generated = new CRDGenerator()
                .customResourceClasses(List.copyOf(KINDS.values()))
                .forCRDVersions("v1")
                .withMinQuotes(true)
                .withPostProcessor(new CRDPostProcessor() {
                    @Override
                    public HasMetadata process(HasMetadata crd, String version) {
                        return inDeclaredOrder((CustomResourceDefinition) crd);
                    }
                })
                .inOutputDir(directory.toFile())
                .detailedGenerate();
        for (var versions : generated.getCRDDetailsPerNameAndVersion().entrySet()) {
            var file = Path.of(versions.getValue().get("v1").getFilePath());
            Files.move(
                    file,
                    directory.resolve(versions.getKey() + ".yaml"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The generator sorts the columns of {@code kubectl get} by their paths; people read them in the order of the class. */
    private static CustomResourceDefinition inDeclaredOrder(CustomResourceDefinition crd) {
        var kind = KINDS.get(crd.getSpec().getNames().getKind());
        var names = Stream.of(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        for (var version : crd.getSpec().getVersions()) {
            version.setAdditionalPrinterColumns(version.getAdditionalPrinterColumns().stream()
                    .sorted(Comparator.comparingInt(
                            (CustomResourceColumnDefinition column) -> names.indexOf(column.getName())))
                    .toList());
        }
        return crd;
    }
}
