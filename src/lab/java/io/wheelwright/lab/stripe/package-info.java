/** A Stripe for one machine: stateful, with a clock that moves, signed deliveries, and a ledger (docs/lab-stripe.md). */
package io.wheelwright.lab.stripe;
