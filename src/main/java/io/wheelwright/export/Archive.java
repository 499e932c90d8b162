package io.wheelwright.export;

import io.wheelwright.Json;
import io.wheelwright.erasure.Extent;
import io.wheelwright.erasure.Holding;
import io.wheelwright.erasure.Holdings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.hibernate.query.NativeQuery;

/** Writes the rows of an organization as a ZIP of JSON Lines, a file a table, row by row: memory holds none of it. */
@ApplicationScoped
class Archive {

    private static final int ROWS = 200;

    private final EntityManager database;

    Archive(EntityManager database) {
        this.database = database;
    }

    /** What was written. */
    record Made(String sha256, long size) {}

    /** A file of the archive, as the manifest names it. */
    private record Entry(String name, long rows, long size, String sha256) {}

    /** Writes all that is there at one instant, in the caller's transaction, which must have read nothing yet. */
    @Transactional(TxType.MANDATORY)
    Made write(String orgId, Instant now, OutputStream out) throws IOException {
        database.createNativeQuery("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                .executeUpdate();
        Extent extent = Extent.of(orgId, database);
        Measured measured = new Measured(out);
        try (ZipOutputStream zip = new ZipOutputStream(measured, StandardCharsets.UTF_8)) {
            List<Entry> entries = new ArrayList<>();
            for (Holding holding : Holdings.all()) {
                if (holding.isExported()) {
                    entries.add(table(holding, extent, now, zip));
                }
            }
            begin("manifest.json", now, zip);
            zip.write(Json.write(Map.of("org_id", orgId, "made_at", now, "files", entries))
                    .getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return new Made(measured.sha256(), measured.size());
    }

    private Entry table(Holding holding, Extent extent, Instant now, ZipOutputStream zip) throws IOException {
        String name = holding.table() + ".jsonl";
        begin(name, now, zip);
        Measured file = new Measured(zip);
        long rows = 0;
        try (Stream<?> lines = lines(holding, extent)) {
            for (Iterator<?> each = lines.iterator(); each.hasNext(); rows++) {
                file.write((each.next() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        zip.closeEntry();
        return new Entry(name, rows, file.size(), file.sha256());
    }

    private Stream<?> lines(Holding holding, Extent extent) {
        return extent.set(database.createNativeQuery(
                                "SELECT cast(to_jsonb(t) - cast(:withheld AS text[]) AS text) FROM %s t WHERE %s"
                                        .formatted(holding.table(), holding.rows()))
                        .setParameter("withheld", holding.withheld().toArray(String[]::new)))
                .unwrap(NativeQuery.class)
                .setFetchSize(ROWS)
                .getResultStream();
    }

    private static void begin(String name, Instant now, ZipOutputStream zip) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(now.toEpochMilli());
        zip.putNextEntry(entry);
    }
}
