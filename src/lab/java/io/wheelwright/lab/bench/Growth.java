package io.wheelwright.lab.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What would grow if something were kept: the hub's live heap and resident memory, its rows, its database. */
record Growth(long heap, long resident, long rows, long database) {

    private static final long MEGABYTE = 1 << 20;

    /** One row that counts those of all tables. */
    private static final String ROWS = """
            SELECT sum((xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I', tablename), false, true,
                                                            '')))[1]::text::bigint)
            FROM pg_tables WHERE schemaname = 'public'
            """;

    static Growth now(BenchedHub benched) throws SQLException {
        ProcessHandle hub = benched.hub().handle();
        try (Connection connection = DriverManager.getConnection(benched.space().databaseUrl());
                Statement statement = connection.createStatement()) {
            return new Growth(
                    Usage.liveMegabytes(hub),
                    Usage.megabytes(hub),
                    number(statement, ROWS),
                    number(statement, "SELECT pg_database_size(current_database())") / MEGABYTE);
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
