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

    private static String key(int i) {
        return "bench-key-of-spoke-" + i;
    }

    /** A report of each, as it goes over the wire. */
    byte[][] heartbeats() {
        byte[][] requests = new byte[size][];
        for (int i = 0; i < size; i++) {
            requests[i] = heartbeat(i);
        }
        return requests;
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

    private static byte[] heartbeat(int i) {
        String body = "{\"spoke_id\":\"bench-" + i
                + "\",\"os_version\":\"1.0.0\",\"status\":\"healthy\",\"uptime_seconds\":3600,"
                + "\"usage\":{\"product_count\":12,\"user_count\":3,\"evaluation_count_24h\":40}}";
        return ("POST /hub/api/v1/heartbeat HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                        + key(i) + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
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
