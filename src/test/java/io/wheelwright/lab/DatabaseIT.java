package io.wheelwright.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.lab.process.Ports;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class DatabaseIT {

    @TempDir
    Path directory;

    @Test
    void keepsItsRowsOverARestart() throws SQLException {
        try (Database database = Database.start(directory);
                Connection connection = DriverManager.getConnection(database.url("hub"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE kept AS SELECT 7 AS number");
        }
        try (Database database = Database.start(directory);
                Connection connection = DriverManager.getConnection(database.url("hub"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT number FROM kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(7);
        }
    }

    @Test
    void canBeEndedByItsPidFileAfterACrash() {
        try (Database database = Database.start(directory)) {
            assertThat(Leftovers.end(directory)).containsExactly(Database.NAME);
            assertThat(Ports.isFree(database.port())).isTrue();
        }
    }
}
