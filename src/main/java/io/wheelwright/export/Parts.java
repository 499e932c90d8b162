package io.wheelwright.export;

import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.UUID;

/** Keeps what is written in the database, a part at a time, in the caller's transaction. */
final class Parts extends OutputStream {

    private static final int LENGTH = 256 * 1024;

    private final EntityManager database;
    private final UUID export;
    private final byte[] part = new byte[LENGTH];
    private int filled;
    private int number;

    Parts(EntityManager database, UUID export) {
        this.database = database;
        this.export = export;
    }

    @Override
    public void write(int b) {
        part[filled++] = (byte) b;
        if (filled == LENGTH) {
            keep();
        }
    }

    @Override
    public void write(byte[] content, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            int taken = Math.min(left, LENGTH - filled);
            System.arraycopy(content, from, part, filled, taken);
            filled += taken;
            from += taken;
            left -= taken;
            if (filled == LENGTH) {
                keep();
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (filled > 0) {
            keep();
        }
    }

    private void keep() {
        database.createNativeQuery("INSERT INTO export_parts (export_id, part, content) VALUES (:id, :part, :content)")
                .setParameter("id", export)
                .setParameter("part", number++)
                .setParameter("content", Arrays.copyOf(part, filled))
                .executeUpdate();
        filled = 0;
    }
}
