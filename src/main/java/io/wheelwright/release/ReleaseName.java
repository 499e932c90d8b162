package io.wheelwright.release;

/** Where a release is and what it is called there. */
public record ReleaseName(String namespace, String name) {

    private static final String SPOKE = "spoke";

    /** The one release of the spoke in this namespace. */
    public static ReleaseName in(String namespace) {
        return new ReleaseName(namespace, SPOKE);
    }
}
