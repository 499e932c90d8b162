/** What becomes of customers as their trials, payments and subscriptions begin and end. */
package io.wheelwright.lifecycle;
