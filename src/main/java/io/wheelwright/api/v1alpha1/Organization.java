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

/** A customer account. */
@SchemaCustomizer(value = DescriptionSchema.class, input = "A customer account.")
@Group(Labels.GROUP)
@Version("v1alpha1")
@Categories(Labels.WHEELWRIGHT)
@ShortNames({"org", "orgs"})
@SchemaCustomizer(KindSchema.class)
@ValidationRule(value = Names.RULE, message = Names.MESSAGE)
@AdditionalPrinterColumn(name = "Name", jsonPath = ".spec.displayName", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Plan", jsonPath = ".status.plan", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Billing", jsonPath = ".spec.billing.state", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Access", jsonPath = ".status.access", type = AdditionalPrinterColumn.Type.STRING)
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
        name = "Contact",
        jsonPath = ".spec.contactEmail",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Message",
        jsonPath = ".status.conditions[?(@.type == \"Ready\")].message",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalSelectableField(jsonPath = ".spec.contactEmail")
public class Organization extends CustomResource<OrganizationSpec, OrganizationStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
