/** The OpenAPI document: what all routes have in common, put there by the build. */
package io.wheelwright.contract;
