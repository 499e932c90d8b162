package io.wheelwright.support;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.lab.process.Child;
import io.wheelwright.lab.process.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Keycloak itself, as a process with a database of its own and the realm of {@code keycloak/staff-realm.json}. The profile
 * {@code keycloak} of the build fetches it. Its output is in {@code target/keycloak/keycloak.log}.
 */
public final class Keycloak implements AutoCloseable {

    /** At its first start it also rebuilds itself. */
    private static final Duration START = Duration.ofMinutes(5);

    private static final String JVM = "-Xms64m -Xmx384m -XX:MaxMetaspaceSize=256m -XX:+UseSerialGC"
            + " -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError -Dfile.encoding=UTF-8";

    private static final String REALM = "staff";
    private static final String PASSWORD = "copper lantern seven";
    private static final String ADMIN = "root";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final String adminPassword = UUID.randomUUID().toString();
    private final Path home;
    private final Path data;
    private final int port;
    private Child process;

    private Keycloak(Path home, Path data, int port) {
        this.home = home;
        this.data = data;
        this.port = port;
    }

    /** What somebody has who has logged in. */
    public record Login(String accessToken, String idToken, String refreshToken) {}

    /** Starts one that knows nobody but the realm's users, and waits until it answers. */
    public static Keycloak start() {
        Path home = Optional.ofNullable(System.getProperty("keycloak.home"))
                .map(Path::of)
                .orElseThrow(() ->
                        new IllegalStateException("no Keycloak is fetched without its profile: ./mvnw -Pkeycloak"));
        try {
            importAtStart(home);
            Keycloak keycloak = new Keycloak(home, Files.createTempDirectory(home, "database-"), Ports.free());
            keycloak.startAgain();
            return keycloak;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts it on the same port, with the keys, users and sessions that it had, and waits until it answers. */
    public void startAgain() {
        List<String> command = List.of(
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--import-realm",
                "--http-host=127.0.0.1",
                "--http-port=" + port);
        process = Child.start(
                "keycloak",
                home.getParent(),
                command,
                Map.of(
                        "JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "JAVA_OPTS",
                        JVM,
                        "KC_DB_URL",
                        "jdbc:h2:file:" + data.resolve("keycloak") + ";NON_KEYWORDS=VALUE",
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        ADMIN,
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        adminPassword));
        process.awaitReady(START, this::answers);
    }

    /** Ends it; {@link #startAgain()} goes on with what it knows. */
    public void stop() {
        List<ProcessHandle> started = process.handle().descendants().toList();
        process.close();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    public String issuer() {
        return url() + "/realms/" + REALM;
    }

    /** Logs a user in with a client of the realm. */
    public Login login(String client, String user) {
        Response tokens = form(Map.of(
                        "grant_type", "password",
                        "scope", "openid",
                        "client_id", client,
                        "username", user,
                        "password", PASSWORD))
                .post(issuer() + "/protocol/openid-connect/token")
                .then()
                .statusCode(200)
                .extract()
                .response();
        return new Login(tokens.path("access_token"), tokens.path("id_token"), tokens.path("refresh_token"));
    }

    /** Ends the session of a login. */
    public void logout(String client, Login login) {
        form(Map.of("client_id", client, "refresh_token", login.refreshToken()))
                .post(issuer() + "/protocol/openid-connect/logout")
                .then()
                .statusCode(204);
    }

    /** Whether it gives new tokens to who has logged in. */
    public boolean renews(String client, Login login) {
        int status = form(Map.of(
                        "grant_type", "refresh_token", "client_id", client, "refresh_token", login.refreshToken()))
                .post(issuer() + "/protocol/openid-connect/token")
                .statusCode();
        return status == 200;
    }

    /** A good token of the realm that administers all others. */
    public String masterToken() {
        return form(Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "admin-cli",
                        "username",
                        ADMIN,
                        "password",
                        adminPassword))
                .post(url() + "/realms/master/protocol/openid-connect/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    /** Signs with a new key from now on; the former ones are published as before. */
    public void changeKey() {
        given().header("Authorization", "Bearer " + masterToken())
                .contentType("application/json")
                .body(Map.of(
                        "name",
                        "next",
                        "providerId",
                        "rsa-generated",
                        "providerType",
                        "org.keycloak.keys.KeyProvider",
                        "config",
                        Map.of("priority", List.of("200"), "algorithm", List.of("RS256"))))
                .post(url() + "/admin/realms/" + REALM + "/components")
                .then()
                .statusCode(201);
    }

    @Override
    public void close() {
        stop();
    }

    private String url() {
        return "http://127.0.0.1:" + port;
    }

    private static RequestSpecification form(Map<String, String> fields) {
        return given().formParams(fields);
    }

    private static void importAtStart(Path home) throws IOException {
        Path imports = Files.createDirectories(home.resolve("data/import"));
        try (InputStream realm = Keycloak.class.getResourceAsStream("/keycloak/staff-realm.json")) {
            Files.copy(realm, imports.resolve("staff-realm.json"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private boolean answers() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
