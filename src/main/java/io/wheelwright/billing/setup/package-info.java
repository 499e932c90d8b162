/** What the products need at Stripe, made there where it is missing. */
package io.wheelwright.billing.setup;
