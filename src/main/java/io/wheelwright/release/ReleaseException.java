package io.wheelwright.release;

/** Helm refused or failed. The message is for the person who has to act; it holds no secret and no path of the hub. */
public class ReleaseException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What may help. */
    public enum Kind {
        /** The chart asks for what a spoke's deployer may not have: the chart has to change. */
        FORBIDDEN("ChartForbidden"),
        /** The chart cannot be read or rendered, or the API server refuses an object of it. */
        INVALID_CHART("ChartInvalid"),
        /** The values do not fit the chart's schema. */
        INVALID_VALUES("ValuesInvalid"),
        /** The call took longer than its deadline and was ended. */
        TIMEOUT("DeployTimeout"),
        /** A hook of the chart failed. */
        HOOK_FAILED("HookFailed"),
        /** The API server did not answer: nothing is wrong with the chart. */
        UNREACHABLE("ApiServerUnreachable"),
        /** Anything else that Helm says. */
        OTHER("DeployFailed");

        private final String reason;

        Kind(String reason) {
            this.reason = reason;
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

    /** The kind as the reason of a condition. */
    public String reason() {
        return kind.reason;
    }
}
