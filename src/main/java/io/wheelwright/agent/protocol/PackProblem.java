package io.wheelwright.agent.protocol;

/**
 * Why a pack of the manifest is not installed.
 *
 * @param name name of the pack
 * @param version version that the manifest asks for
 * @param message a sentence that says what is wrong
 */
public record PackProblem(String name, String version, String message) {}
