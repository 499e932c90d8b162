package io.wheelwright.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.wheelwright.api.schema.DescriptionSchema;
import io.wheelwright.api.schema.KindSchema;

/** What is sold: chart, packs, plans and meters. */
@SchemaCustomizer(value = DescriptionSchema.class, input = "What is sold: chart, packs, plans and meters.")
@Group(Labels.GROUP)
@Version("v1alpha1")
@Categories(Labels.WHEELWRIGHT)
@ShortNames("prod")
@SchemaCustomizer(KindSchema.class)
@ValidationRule(value = Names.RULE, message = Names.MESSAGE)
@AdditionalPrinterColumn(name = "Name", jsonPath = ".spec.displayName", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Version", jsonPath = ".spec.version", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Active", jsonPath = ".spec.active", type = AdditionalPrinterColumn.Type.BOOLEAN)
@AdditionalPrinterColumn(name = "Spokes", jsonPath = ".status.spokes", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type == \"Ready\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type == \"Ready\")].reason",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Chart",
        jsonPath = ".spec.chart.source",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Message",
        jsonPath = ".status.conditions[?(@.type == \"Ready\")].message",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
public class Product extends CustomResource<ProductSpec, ProductStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
