package io.wheelwright.audit;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A line of CSV (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe before it. */
final class CsvLine {

    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\\t\\r].*", Pattern.DOTALL);
    private static final Pattern PLAIN = Pattern.compile("[^\",\\r\\n]*");

    private CsvLine() {}

    /** A null stays empty. */
    static String of(List<?> cells) {
        return cells.stream().map(CsvLine::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(Object value) {
        String text = value == null ? "" : value.toString();
        String safe = FORMULA.matcher(text).matches() ? "'" + text : text;
        return PLAIN.matcher(safe).matches() ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
