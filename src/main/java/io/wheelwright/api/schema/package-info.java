/** What the annotations of the CRD generator cannot say about a schema. Used at build time only. */
package io.wheelwright.api.schema;
