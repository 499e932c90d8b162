/** Who changed what. */
package io.wheelwright.audit;
