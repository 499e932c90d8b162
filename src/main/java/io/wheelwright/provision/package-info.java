/** Orders of spokes. */
package io.wheelwright.provision;
