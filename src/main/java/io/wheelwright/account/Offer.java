package io.wheelwright.account;

import io.wheelwright.api.v1alpha1.PlanSpec;

/** What a signup is for. */
record Offer(String productId, PlanSpec plan) {}
