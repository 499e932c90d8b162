package io.wheelwright.release;

import java.util.Map;

/**
 * A release as it should be.
 *
 * @param values all values; whatever they leave out is the chart's default. No secret is among them
 */
public record ReleaseRequest(ReleaseName name, ChartReference chart, Map<String, Object> values) {

    /** Identity of the values: equal for equal values in any order. */
    public String valuesDigest() {
        return Canonical.digest(values);
    }

    /** Identity of the whole request. */
    public String digest() {
        return chart + "/" + valuesDigest();
    }
}
