/** What customers have bought, and what follows from it. */
package io.wheelwright.billing;
