package io.wheelwright.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Text for a terminal, which does what control characters say. */
final class Plain {

    private static final String GAP = "  ";

    private Plain() {}

    /** One line of it. */
    static String text(String said) {
        return said.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ").strip();
    }

    /** A line a row, with all columns but the last as wide as their longest text; the rows are of one length. */
    static List<String> aligned(List<List<String>> rows) {
        List<List<String>> cells =
                rows.stream().map(row -> row.stream().map(Plain::text).toList()).toList();
        return cells.stream().map(row -> line(cells, row)).toList();
    }

    private static String line(List<List<String>> all, List<String> row) {
        List<String> padded = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            int column = i;
            Stream<String> others = all.stream().map(other -> other.get(column));
            int width = others.mapToInt(String::length).max().orElse(0);
            padded.add(row.get(i) + " ".repeat(width - row.get(i).length()));
        }
        return String.join(GAP, padded).stripTrailing();
    }
}
