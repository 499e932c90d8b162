package io.wheelwright.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP exchange. It stands on {@link HttpURLConnection}, which costs neither threads nor a pool of buffers of its
 * own: the agent's whole process has to stay small.
 */
final class Http {
    private static final int LONGEST_BODY = 1 << 20;

    private final Duration connectTimeout;
    private final Duration readTimeout;

    Http(Duration connectTimeout, Duration readTimeout) {
        this.connectTimeout = connectTimeout;
        this.readTimeout = readTimeout;
    }

    /** An answer, whatever its status. */
    record Answer(int status, String retryAfter, byte[] body) {
        boolean successful() {
            return status / 100 == 2;
        }

        Optional<String> retryAfterHeader() {
            return Optional.ofNullable(retryAfter);
        }
    }

    Answer get(URI uri, Map<String, String> headers) throws IOException {
        return read(open(uri, headers));
    }

    Answer post(URI uri, Map<String, String> headers, byte[] json) throws IOException {
        HttpURLConnection connection = open(uri, headers);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(json);
        }
        return read(connection);
    }

    /** Redirects are not followed: they would carry the spoke's key elsewhere. */
    private HttpURLConnection open(URI uri, Map<String, String> headers) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout((int) connectTimeout.toMillis());
        connection.setReadTimeout((int) readTimeout.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Accept", "application/json");
        connection.setRequestProperty("User-Agent", "wheelwright-agent/" + Agent.VERSION);
        headers.forEach(connection::setRequestProperty);
        return connection;
    }

    private static Answer read(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] body = in == null ? new byte[0] : in.readNBytes(LONGEST_BODY + 1);
            if (body.length > LONGEST_BODY) {
                throw new IOException("the answer is longer than " + LONGEST_BODY + " bytes");
            }
            return new Answer(status, connection.getHeaderField("Retry-After"), body);
        }
    }
}
