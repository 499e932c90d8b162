package io.wheelwright.agent;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Servers of the JDK that send each answer at once. By default the body of a short one waits until the caller's system has
 * confirmed the head, which takes it 40 ms.
 */
public final class PromptServer {

    static {
        // Read when the first server of the process is made.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private PromptServer() {}

    /** One that does not run yet. */
    public static HttpServer at(InetSocketAddress listen) throws IOException {
        return HttpServer.create(listen, 0);
    }
}
