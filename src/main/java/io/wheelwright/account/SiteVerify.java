package io.wheelwright.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;

/**
 * A provider that verifies answers by a POST with {@code secret} and {@code response}, as hCaptcha, reCAPTCHA and Turnstile
 * do. It is not told who signs up, nor from where.
 */
final class SiteVerify implements Challenge {

    /** A provider that hangs must not hold up everybody else's requests. */
    static final int ASKED_AT_ONCE = 8;

    private static final int OK = 200;

    private final URI url;
    private final String secret;
    private final Duration timeout;
    private final HttpClient client;
    private final Semaphore turns = new Semaphore(ASKED_AT_ONCE);

    SiteVerify(URI url, String secret, Duration timeout) {
        this.url = url;
        this.secret = secret;
        this.timeout = timeout;
        this.client = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    @Override
    public Verdict judge(String response) {
        if (!turns.tryAcquire()) {
            return Verdict.BUSY;
        }
        try {
            return ask(response);
        } finally {
            turns.release();
        }
    }

    private Verdict ask(String response) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("secret=" + encode(secret) + "&response=" + encode(response)))
                .build();
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, BodyHandlers.ofString());
        try {
            return verdict(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException away) {
            answer.cancel(true);
            return Verdict.UNAVAILABLE;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Verdict.UNAVAILABLE;
        }
    }

    private static Verdict verdict(HttpResponse<String> answer) {
        try {
            return answer.statusCode() == OK
                    ? verdict(Json.tree(Json.read(answer.body(), Object.class)))
                    : Verdict.UNAVAILABLE;
        } catch (IllegalStateException noJson) {
            return Verdict.UNAVAILABLE;
        }
    }

    private static Verdict verdict(JsonNode answer) {
        if (!answer.path("success").isBoolean()) {
            return Verdict.UNAVAILABLE;
        }
        if (answer.path("success").asBoolean()) {
            return Verdict.PASSED;
        }
        return StreamSupport.stream(answer.path("error-codes").spliterator(), false)
                        .anyMatch(code -> isOurs(code.asText()))
                ? Verdict.UNAVAILABLE
                : Verdict.FAILED;
    }

    /** What nobody who signs up can do anything about. */
    private static boolean isOurs(String code) {
        return code.endsWith("-secret") || code.equals("internal-error");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
