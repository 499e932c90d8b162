/**
 * The custom resources {@code Product}, {@code Organization} and {@code Spoke}: data and the rules that the API server
 * checks, nothing else. The CRDs in {@code crds/} are generated from here.
 */
package io.wheelwright.api.v1alpha1;
