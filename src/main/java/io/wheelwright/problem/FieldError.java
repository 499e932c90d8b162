package io.wheelwright.problem;

/**
 * What is wrong with one field.
 *
 * @param field path of the field in the request
 * @param message what it must be
 */
public record FieldError(String field, String message) {}
