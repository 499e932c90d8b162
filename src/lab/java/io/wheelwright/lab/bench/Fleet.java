package io.wheelwright.lab.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;

/** Many spokes as rows, each with a key of its own, as if they had been handed over. */
record Fleet(int size) {

    private static final String SPOKE = """
            INSERT INTO spokes (spoke_id, uid, org_id, org_uid, product_id, plan, region, namespace, birth_id, hostname,
                                url, status, phase, access, handed_off_at, created_at, updated_at)
            SELECT 'bench-' || i, 'uid-' || i, 'acme', 'acme-uid', 'cosmetics', 'starter', 'default', 'spoke-bench-' || i,
                   'birth-' || i, 'bench-' || i || '.example.com', 'https://bench-' || i || '.example.com', 'active',
                   'Ready', 'Full', current_timestamp, current_timestamp, current_timestamp
            FROM generate_series(0, %d) AS i
            """;

    static String spokeId(int i) {
        return "bench-" + i;
    }

    static String key(int i) {
        return "bench-key-of-spoke-" + i;
    }

    void insert(String database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                PreparedStatement keys = connection.prepareStatement(
                        "INSERT INTO spoke_keys (sha256, spoke_uid, created_at) VALUES (?, ?, current_timestamp)")) {
            connection.setAutoCommit(false);
            statement.executeUpdate(SPOKE.formatted(size - 1));
            for (int i = 0; i < size; i++) {
                keys.setString(1, sha256(key(i)));
                keys.setString(2, "uid-" + i);
                keys.addBatch();
            }
            keys.executeBatch();
            connection.commit();
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
