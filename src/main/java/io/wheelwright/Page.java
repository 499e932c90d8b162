package io.wheelwright;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A part of a list.
 *
 * @param total how many there are in all
 * @param nextCursor where the next part begins; null at the end
 */
public record Page<T>(
        List<T> items,
        long total,
        @JsonProperty("next_cursor") String nextCursor) {

    /** Cuts a list that was read one longer than asked for. */
    public static <E, T> Page<T> of(List<E> read, int limit, long total, ToLongFunction<E> id, Function<E, T> view) {
        List<E> kept = read.size() > limit ? read.subList(0, limit) : read;
        String next = read.size() > limit ? Long.toString(id.applyAsLong(kept.get(limit - 1))) : null;
        return new Page<>(kept.stream().map(view).toList(), total, next);
    }
}
