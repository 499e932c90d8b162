package io.wheelwright.lab;

import io.wheelwright.lab.process.PidFile;
import io.wheelwright.lab.process.Ports;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;

/** A real PostgreSQL server as a process on a loopback port; its data stays in its directory. */
public final class Database implements AutoCloseable {

    /** The pid file's name, for whoever ends what a crash left. */
    static final String NAME = "postgresql";

    private static final Duration GRACE = Duration.ofSeconds(10);

    /** What databases of hubs are copied from, and its name until it is whole. */
    private static final String MIGRATED = "migrated";

    private static final String MIGRATING = "migrating";

    private static final String MIGRATIONS = "filesystem:target/classes/db/migration";
    private static final String USER = "postgres";
    private static final String PASSWORD = "postgres";

    private final int port;
    private final Closeable server;

    private Database(int port, Closeable server) {
        this.port = port;
        this.server = server;
    }

    public static Database start(Path directory) {
        PidFile pidFile = new PidFile(directory.toAbsolutePath().resolve(NAME + ".pid"));
        pidFile.end(GRACE);
        try {
            Files.createDirectories(directory);
            EmbeddedPostgres server = boot(directory.toAbsolutePath());
            postmaster(directory).ifPresent(pidFile::write);
            return new Database(server.getPort(), () -> {
                server.close();
                pidFile.delete();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "PostgreSQL did not start; see " + directory.resolve(NAME + ".log")
                            + ". For root it needs user namespaces (`unshare -U true` must work): where they are"
                            + " forbidden, run as another user",
                    e);
        }
    }

    /** A server that somebody else started and ends. */
    static Database at(int port) {
        return new Database(port, () -> {});
    }

    /** JDBC URL of the database of that name, which is made if it does not exist; user and password are in it. */
    public String url(String name) {
        try (Connection connection = DriverManager.getConnection(urlOf("postgres"));
                Statement statement = connection.createStatement()) {
            if (!exists(statement, name)) {
                statement.executeUpdate("CREATE DATABASE \"" + name + "\"");
            }
            return urlOf(name);
        } catch (SQLException e) {
            throw new IllegalStateException("no database " + name, e);
        }
    }

    /**
     * JDBC URL of a new database of that name in which the hub's migrations were made: once for all of this server, from the
     * files that are packaged with the hub.
     */
    String migratedUrl(String name) {
        try (Connection connection = DriverManager.getConnection(urlOf("postgres"));
                Statement statement = connection.createStatement()) {
            if (!exists(statement, MIGRATED)) {
                migrate(statement);
            }
            statement.executeUpdate("CREATE DATABASE \"" + name + "\" TEMPLATE " + MIGRATED);
            return urlOf(name);
        } catch (SQLException e) {
            throw new IllegalStateException("no database " + name, e);
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void migrate(Statement statement) throws SQLException {
        statement.executeUpdate("DROP DATABASE IF EXISTS " + MIGRATING);
        statement.executeUpdate("CREATE DATABASE " + MIGRATING);
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(urlOf(MIGRATING), USER, PASSWORD)
                .locations(MIGRATIONS)
                .failOnMissingLocations(true)
                .load()
                .migrate();
        statement.executeUpdate("ALTER DATABASE " + MIGRATING + " RENAME TO " + MIGRATED);
    }

    private static EmbeddedPostgres boot(Path directory) throws IOException {
        Redirect log = Redirect.appendTo(directory.resolve(NAME + ".log").toFile());
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve(NAME))
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(UserCache.folder(NAME).toFile())
                .setRegisterShutdownHook(false)
                .setPort(Ports.free())
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setServerConfig("max_connections", "300")
                // Survives a kill of the server, not a crash of the machine; half the time of small transactions.
                .setServerConfig("fsync", "off")
                .start();
    }

    /** The library knows only the process that started it. */
    private static Optional<ProcessHandle> postmaster(Path directory) throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve(NAME).resolve("postmaster.pid"));
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
    }

    private String urlOf(String name) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?user=" + USER + "&password=" + PASSWORD;
    }

    private static boolean exists(Statement statement, String name) throws SQLException {
        try (ResultSet found =
                statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name.replace("'", "''") + "'")) {
            return found.next();
        }
    }
}
