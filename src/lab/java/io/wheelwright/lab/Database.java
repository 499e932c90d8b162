package io.wheelwright.lab;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A real PostgreSQL server as a process on a loopback port; its data stays in its directory. */
public final class Database implements AutoCloseable {

    private final EmbeddedPostgres server;

    private Database(EmbeddedPostgres server) {
        this.server = server;
    }

    public static Database start(Path directory) {
        try {
            Files.createDirectories(directory);
            Redirect log = Redirect.appendTo(directory.resolve("postgresql.log").toFile());
            return new Database(EmbeddedPostgres.builder()
                    .setDataDirectory(directory.resolve("postgresql").toAbsolutePath())
                    .setOverrideWorkingDirectory(directory
                            .resolve("postgresql-binaries")
                            .toAbsolutePath()
                            .toFile())
                    .setCleanDataDirectory(false)
                    .setServerConfig("max_connections", "300")
                    .setServerConfig("fsync", "off")
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start in " + directory, e);
        }
    }

    /** JDBC URL of the database of that name, which is made if it does not exist; user and password are in it. */
    public String url(String name) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (!exists(statement, name)) {
                statement.executeUpdate("CREATE DATABASE \"" + name + "\"");
            }
            return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + name + "?user=postgres&password=postgres";
        } catch (SQLException e) {
            throw new IllegalStateException("no database " + name, e);
        }
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean exists(Statement statement, String name) throws SQLException {
        try (ResultSet found =
                statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name.replace("'", "''") + "'")) {
            return found.next();
        }
    }
}
