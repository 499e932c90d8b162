package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.OptionalLong;

/** A number that may not be exceeded, or {@code unlimited}. */
public record Limit(OptionalLong number) {

    /** No limit at all. */
    public static final Limit UNLIMITED = new Limit(OptionalLong.empty());

    private static final String UNLIMITED_WORD = "unlimited";

    /** A limit of {@code number}. */
    public static Limit of(long number) {
        return new Limit(OptionalLong.of(number));
    }

    /** Whether {@code used} is within the limit. */
    public boolean allows(long used) {
        return number.isEmpty() || used <= number.getAsLong();
    }

    /** A number, or the word {@code unlimited}. */
    @JsonCreator
    static Limit parse(String text) {
        return text.equals(UNLIMITED_WORD) ? UNLIMITED : of(Long.parseLong(text));
    }

    @JsonCreator
    static Limit parse(long number) {
        return of(number);
    }

    /** What stands in JSON: a number, or the word {@code unlimited}. */
    @JsonValue
    public Object json() {
        return number.isPresent() ? (Object) number.getAsLong() : UNLIMITED_WORD;
    }

    @Override
    public String toString() {
        return json().toString();
    }
}
