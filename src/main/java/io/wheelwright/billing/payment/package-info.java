/** What the hub asks of Stripe: each call is a row before it is made, and is made once in effect. */
package io.wheelwright.billing.payment;
