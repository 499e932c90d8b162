/** Helm releases of spokes: deployed in child processes that act as each spoke's own deployer account. */
package io.wheelwright.release;
