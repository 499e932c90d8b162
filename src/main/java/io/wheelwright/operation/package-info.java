/** What is done to spokes, and how far it is. */
package io.wheelwright.operation;
