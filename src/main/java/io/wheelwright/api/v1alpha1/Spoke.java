package io.wheelwright.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
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

/** One customer's isolated instance of a product. */
@SchemaCustomizer(value = DescriptionSchema.class, input = "One customer's isolated instance of a product.")
@Group(Labels.GROUP)
@Version("v1alpha1")
@Categories(Labels.WHEELWRIGHT)
@ShortNames("spk")
@SchemaCustomizer(KindSchema.class)
@ValidationRule(value = Names.RULE, message = Names.MESSAGE)
@AdditionalPrinterColumn(
        name = "Organization",
        jsonPath = ".spec.organizationRef",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Product", jsonPath = ".spec.productRef", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Plan", jsonPath = ".status.plan", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type == \"Ready\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Access", jsonPath = ".status.access", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Health", jsonPath = ".status.health", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "URL", jsonPath = ".status.url", type = AdditionalPrinterColumn.Type.STRING)
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
        name = "Version",
        jsonPath = ".status.release.version",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Namespace",
        jsonPath = ".status.namespace",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Message",
        jsonPath = ".status.conditions[?(@.type == \"Ready\")].message",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalSelectableField(jsonPath = ".spec.organizationRef")
@AdditionalSelectableField(jsonPath = ".spec.productRef")
@AdditionalSelectableField(jsonPath = ".spec.plan")
public class Spoke extends CustomResource<SpokeSpec, SpokeStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
