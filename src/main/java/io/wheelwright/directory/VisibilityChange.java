package io.wheelwright.directory;

/** Whether the directory should list a spoke. */
public record VisibilityChange(Boolean visible) {}
