package io.wheelwright.support;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The rows of the hub's database, looked at as text. */
public final class Rows {

    private Rows() {}

    /** Names of the tables in which a text is found. */
    public static List<String> holding(DataSource database, String text) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            List<String> all = new ArrayList<>();
            try (ResultSet names =
                    statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
                while (names.next()) {
                    all.add(names.getString(1));
                }
            }
            for (String table : all) {
                try (ResultSet held = statement.executeQuery(
                        "SELECT 1 FROM %s t WHERE t::text LIKE '%%%s%%' LIMIT 1".formatted(table, text))) {
                    if (held.next()) {
                        tables.add(table);
                    }
                }
            }
        }
        return tables;
    }
}
