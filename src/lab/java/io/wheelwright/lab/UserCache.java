package io.wheelwright.lab;

import java.nio.file.Path;

/** The user's cache folder: what is fetched or built once for all clones on a machine. */
public final class UserCache {

    private UserCache() {}

    public static Path folder(String name) {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path caches = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return caches.resolve("wheelwright").resolve(name).toAbsolutePath();
    }
}
