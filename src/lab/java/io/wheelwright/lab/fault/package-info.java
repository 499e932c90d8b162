/** What goes wrong between a hub and its API server, on demand, and a record of what the hub has written there. */
package io.wheelwright.lab.fault;
