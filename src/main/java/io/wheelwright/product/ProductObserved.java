package io.wheelwright.product;

import io.wheelwright.api.v1alpha1.ProductSpec;

/** What a Product says was recorded, whether or not it is new. Fired in the transaction that records it. */
public record ProductObserved(String productId, ProductSpec spec) {}
