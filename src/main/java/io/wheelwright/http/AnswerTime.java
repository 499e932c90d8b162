package io.wheelwright.http;

import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a request may wait for the beginning of its answer. */
record AnswerTime(Duration usual) {

    private static final String ORDER = "/hub/api/v1/provision";
    private static final Pattern EVENTS = Pattern.compile("/hub/api/v1/spokes/[^/]+/events");
    private static final String VERIFICATION = "/hub/api/v1/audit/verification";
    private static final String STREAM = "text/event-stream";
    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait=([0-9]{1,3})(?:$|[,;\\s])");

    /**
     * Empty where there is no end to it: a stream begins with the first event, and the audit is verified as a whole.
     *
     * @param prefer header {@code Prefer}, or null; only an order is let wait by it
     * @param accept header {@code Accept}, or null
     */
    Optional<Duration> of(HttpMethod method, String path, String prefer, String accept) {
        boolean stream = accept != null
                && accept.contains(STREAM)
                && EVENTS.matcher(path).matches();
        if (stream || path.equals(VERIFICATION)) {
            return Optional.empty();
        }
        boolean order = method.equals(HttpMethod.POST) && path.equals(ORDER);
        return Optional.of(prefer == null || !order ? usual : usual.plus(wait(prefer)));
    }

    private static Duration wait(String prefer) {
        Matcher wait = WAIT.matcher(prefer);
        return wait.find() ? Duration.ofSeconds(Long.parseLong(wait.group(1))) : Duration.ZERO;
    }
}
