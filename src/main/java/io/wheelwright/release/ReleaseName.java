package io.wheelwright.release;

/** Where a release is and what it is called there. */
public record ReleaseName(String namespace, String name) {}
