package io.wheelwright.audit;

import io.wheelwright.Json;
import io.wheelwright.PageRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Writes the changes that are asked for, oldest first, part by part, so that no transaction or memory holds them all. */
final class AuditExport {

    private static final int PART = 500;

    private static final List<String> COLUMNS =
            List.of("id", "at", "actor", "origin", "action", "kind", "object", "before", "after", "request_id");

    private final Audit audit;
    private final AuditFilter filter;

    AuditExport(Audit audit, AuditFilter filter) {
        this.audit = audit;
        this.filter = filter;
    }

    /** JSON Lines: an entry a line. */
    void jsonLines(OutputStream out) throws IOException {
        write(out, entry -> Json.write(entry) + "\n");
    }

    /** CSV with a line of headings; before and after are JSON. */
    void csv(OutputStream out) throws IOException {
        out.write(CsvLine.of(COLUMNS).getBytes(StandardCharsets.UTF_8));
        write(out, AuditExport::line);
    }

    private void write(OutputStream out, Function<AuditView, String> line) throws IOException {
        List<AuditView> part = audit.part(filter, new PageRequest(PART, 0));
        while (!part.isEmpty()) {
            for (AuditView entry : part) {
                out.write(line.apply(entry).getBytes(StandardCharsets.UTF_8));
            }
            out.flush();
            part = audit.part(
                    filter, new PageRequest(PART, part.get(part.size() - 1).id()));
        }
    }

    private static String line(AuditView entry) {
        return CsvLine.of(Arrays.asList(
                entry.id(),
                entry.at(),
                entry.actor(),
                entry.origin(),
                entry.action(),
                entry.kind(),
                entry.object(),
                entry.before(),
                entry.after(),
                entry.requestId()));
    }
}
