package io.wheelwright.release;

/** Helm refused or failed. The message is for the person who has to act; it holds no secret and no path of the hub. */
public class ReleaseException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What may help. */
    public enum Kind {
        /** The chart asks for what a spoke's deployer may not have: the chart has to change. */
        FORBIDDEN("ChartForbidden", "The chart asks for what a spoke may not have."),
        /** The chart cannot be read or rendered, or the API server refuses an object of it. */
        INVALID_CHART("ChartInvalid", "The chart cannot be used."),
        /** The values do not fit the chart's schema. */
        INVALID_VALUES("ValuesInvalid", "The values do not fit the chart's schema."),
        /** The call took longer than its deadline and was ended. */
        TIMEOUT("DeployTimeout", "Helm did not finish in time."),
        /** A hook of the chart failed. */
        HOOK_FAILED("HookFailed", "A hook of the chart failed."),
        /** The API server did not answer: nothing is wrong with the chart. */
        UNREACHABLE("ApiServerUnreachable", "The API server does not answer."),
        /** The chart's archive is on its way to the hub. */
        FETCHING("FetchingChart", "The chart is being fetched."),
        /** The server of the chart does not answer or does not have it: it may have it later. */
        CHART_UNAVAILABLE("ChartUnavailable", "The chart cannot be fetched."),
        /** Anything else that Helm says. */
        OTHER("DeployFailed", "Helm failed.");

        private final String reason;
        private final String sentence;

        Kind(String reason, String sentence) {
            this.reason = reason;
            this.sentence = sentence;
        }

        /** What has happened, for whoever reads no further. */
        String sentence() {
            return sentence;
        }
    }

    private final Kind kind;

    ReleaseException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether something was tried and failed, so that it is given up after a few times; an outage is only waited for. */
    public boolean countsAsAttempt() {
        return switch (kind) {
            case UNREACHABLE, FETCHING, CHART_UNAVAILABLE -> false;
            default -> true;
        };
    }

    /** The kind as the reason of a condition. */
    public String reason() {
        return kind.reason;
    }
}
