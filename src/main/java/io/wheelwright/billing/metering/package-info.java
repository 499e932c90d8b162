/** What customers use beyond what their plan includes, as Stripe is told of it: each unit once in effect. */
package io.wheelwright.billing.metering;
