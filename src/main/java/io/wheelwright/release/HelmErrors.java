package io.wheelwright.release;

import io.wheelwright.release.ReleaseException.Kind;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Helm tells its failures apart by text alone; this is the one place that knows the texts. */
final class HelmErrors {

    private static final int LONGEST = 800;
    private static final Pattern PATHS = Pattern.compile("(?<![\\w.:/])/(?:[\\w.@-]+/)+[\\w.@-]*");
    private static final Pattern TOKENS = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");

    /** Helm then looks among the CRDs, which a deployer may not, and complains of that alone. */
    private static final String UNKNOWN_KIND = "failed to check crd";

    private record Sign(String text, Kind kind) {}

    /** What the chart's own words follow comes first: they may say anything, also what an outage says. */
    private static final List<Sign> SIGNS = List.of(
            new Sign("execution error at (", Kind.INVALID_CHART),
            new Sign("parse error at (", Kind.INVALID_CHART),
            new Sign("don't meet the specifications of the schema", Kind.INVALID_VALUES),
            new Sign("connection refused", Kind.UNREACHABLE),
            new Sign("i/o timeout", Kind.UNREACHABLE),
            new Sign("cluster unreachable", Kind.UNREACHABLE),
            new Sign("connection reset", Kind.UNREACHABLE),
            new Sign("connection lost", Kind.UNREACHABLE),
            new Sign("\": unexpected eof", Kind.UNREACHABLE),
            new Sign("\": eof", Kind.UNREACHABLE),
            new Sign("tls handshake timeout", Kind.UNREACHABLE),
            new Sign("no such host", Kind.UNREACHABLE),
            new Sign("no route to host", Kind.UNREACHABLE),
            new Sign("client.timeout exceeded", Kind.UNREACHABLE),
            new Sign("etcdserver:", Kind.UNREACHABLE),
            new Sign("the server is currently unable to handle the request", Kind.UNREACHABLE),
            new Sign("the server was unable to return a response", Kind.UNREACHABLE),
            new Sign("too many requests", Kind.UNREACHABLE),
            new Sign("forbidden: exceeded quota", Kind.OTHER),
            new Sign("is forbidden", Kind.FORBIDDEN),
            new Sign("the namespace from the provided object", Kind.FORBIDDEN),
            new Sign("pre-install hooks failed", Kind.HOOK_FAILED),
            new Sign("post-install hooks failed", Kind.HOOK_FAILED),
            new Sign("failed pre-install", Kind.HOOK_FAILED),
            new Sign("failed post-install", Kind.HOOK_FAILED),
            new Sign("pre-upgrade hooks failed", Kind.HOOK_FAILED),
            new Sign("post-upgrade hooks failed", Kind.HOOK_FAILED),
            new Sign("chart.yaml", Kind.INVALID_CHART),
            new Sign("parse error", Kind.INVALID_CHART),
            new Sign("execution error", Kind.INVALID_CHART),
            new Sign("error converting yaml", Kind.INVALID_CHART),
            new Sign("unable to build kubernetes objects", Kind.INVALID_CHART),
            new Sign("is invalid", Kind.INVALID_CHART));

    private HelmErrors() {}

    static ReleaseException of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains(UNKNOWN_KIND)) {
            return new ReleaseException(
                    Kind.INVALID_CHART,
                    "The chart has an object of a kind that this cluster does not know, or one of a custom resource.");
        }
        Kind kind = SIGNS.stream()
                .filter(sign -> lower.contains(sign.text()))
                .map(Sign::kind)
                .findFirst()
                .orElse(Kind.OTHER);
        return new ReleaseException(kind, kind.sentence() + " Helm says: " + redact(text));
    }

    static String redact(String text) {
        String clean =
                TOKENS.matcher(PATHS.matcher(text.strip()).replaceAll("…")).replaceAll("***");
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean;
    }
}
