package io.wheelwright.release;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches what other servers offer: bounded in size and in time, encrypted but for hosts that are configured otherwise,
 * and with a token for nobody but the host that asked for it.
 */
final class Web {

    /** Helm refuses larger charts, too. */
    static final int MOST_BYTES = 20 * 1024 * 1024;

    private static final int MOST_REDIRECTS = 5;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** What a server answered, redirections followed. */
    record Answer(URI from, int status, HttpHeaders headers, byte[] body) {

        boolean isFound() {
            return status == 200;
        }
    }

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final List<String> plainHttp;
    private final Duration timeout;

    Web(List<String> plainHttp, Duration timeout) {
        this.plainHttp = plainHttp;
        this.timeout = timeout;
    }

    /**
     * Gets what is there.
     *
     * @param accept media types that are understood
     * @throws IOException when there is no answer, or one that is too large or comes too late; the message is for people
     */
    Answer get(URI uri, String accept, Optional<String> token) throws IOException {
        URI next = uri;
        Optional<String> bearer = token;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            Answer answer = once(encrypted(next), accept, bearer);
            Optional<String> location = answer.headers().firstValue("Location");
            if (answer.status() / 100 != 3 || location.isEmpty()) {
                return answer;
            }
            URI target = next.resolve(location.get());
            bearer = bearer.filter(any -> uri.getAuthority().equals(target.getAuthority()));
            next = target;
        }
        throw new IOException("%s redirects more than %d times".formatted(uri.getHost(), MOST_REDIRECTS));
    }

    /** The same address by HTTPS, or by plain HTTP where that is configured for the host. */
    private URI encrypted(URI uri) throws IOException {
        if (uri.getHost() == null) {
            throw new IOException("%s names no host".formatted(uri));
        }
        boolean plain = plainHttp.contains(uri.getAuthority());
        if ("http".equals(uri.getScheme()) && !plain) {
            throw new IOException("%s is not encrypted; if it has to be so, add %s to wheelwright.charts.plain-http"
                    .formatted(uri, uri.getAuthority()));
        }
        return URI.create((plain ? "http" : "https")
                + uri.toString().substring(uri.getScheme().length()));
    }

    private Answer once(URI uri, String accept, Optional<String> token) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", accept);
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        CompletableFuture<HttpResponse<byte[]>> response =
                client.sendAsync(request.build(), info -> new BoundedBody(MOST_BYTES));
        try {
            HttpResponse<byte[]> got = response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(uri, got.statusCode(), got.headers(), got.body());
        } catch (TimeoutException late) {
            response.cancel(true);
            throw new IOException("%s did not answer within %d s".formatted(uri.getHost(), timeout.toSeconds()), late);
        } catch (ExecutionException failed) {
            throw new IOException("%s: %s".formatted(uri.getHost(), reason(failed.getCause())), failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
