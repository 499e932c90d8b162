/** How Stripe's word becomes a billing state: events are stored, objects are read, facts are written. */
package io.wheelwright.billing.stripe;
