package io.wheelwright.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wheelwright.agent.protocol.LicenseBundle;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs of {@code docs/verify-licenses.md}. */
class VerifyLicenseTest {

    private static final Path EXAMPLES = Path.of("docs", "examples");
    private static final long HIGHEST = 7;
    private static final LicenseSmith HUB = new LicenseSmith("key-1");
    private static final LicenseSmith STRANGER = new LicenseSmith("key-1");
    private static final LicenseSmith FORMER = new LicenseSmith("key-0");

    @TempDir
    static Path classes;

    private static Method java;

    @TempDir
    Path folder;

    @BeforeAll
    static void compile() throws ReflectiveOperationException, IOException {
        String source = EXAMPLES.resolve("VerifyLicense.java").toString();
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), source))
                .isZero();
        URL[] compiled = {classes.toUri().toURL()};
        java = new URLClassLoader(compiled, VerifyLicenseTest.class.getClassLoader())
                .loadClass("VerifyLicense")
                .getMethod("main", String[].class);
    }

    @Test
    void bothAcceptWhatTheHubIssues() throws Exception {
        LicenseBundle good = license(claims -> {});

        assertThat(isGoodByJava(good)).isTrue();
        assertThat(python(good))
                .isEqualTo("{\"access\": \"full\", \"plan\": \"starter\", \"limits\": null, \"features\": null}");
        assertThat(revision("python")).hasContent("7");
    }

    /** A disk that was full has left it so. */
    @Test
    void aRevisionThatWasLostIsWrittenAnew() throws Exception {
        LicenseBundle good =
                license(claims -> claims.putArray("aud").add("other").add("wheelwright-spoke"));
        Files.writeString(revision("java"), "");
        Files.writeString(revision("python"), "");

        assertThat(isGoodByJava(good)).isTrue();
        assertThat(python(good)).contains("full");
        assertThat(revision("java")).hasContent("7");
        assertThat(revision("python")).hasContent("7");
    }

    @Test
    void aRevokedOneEndsTheOnesBefore() throws Exception {
        LicenseBundle revoked = license(claims -> claims.put("rev", 8).put("revoked", true));

        assertThat(isGoodByJava(revoked)).isFalse();
        assertThat(python(revoked)).contains("revoked");
        assertThat(isGoodByJava(license(claims -> {}))).isFalse();
        assertThat(python(license(claims -> {}))).contains("newer one");
        assertThat(isGoodByJava(license(claims -> claims.put("rev", 9)))).isTrue();
        assertThat(python(license(claims -> claims.put("rev", 9)))).contains("full");
        assertThat(revision("java")).hasContent("9");
        assertThat(revision("python")).hasContent("9");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void bothRefuse(String what, String why, LicenseBundle license) throws Exception {
        assertThat(isGoodByJava(license)).as(what).isFalse();
        assertThat(python(license)).startsWith("The license is not good: ").contains(why);
        assertThat(revision("java")).hasContent(Long.toString(HIGHEST));
        assertThat(revision("python")).hasContent(Long.toString(HIGHEST));
    }

    static Stream<Arguments> bad() {
        LicenseBundle good = license(claims -> {});
        String tampered = good.license().replaceFirst("\\.[^.]+\\.", ".eyJhY2Nlc3MiOiJmdWxsIn0.");
        return Stream.of(
                Arguments.of("no token", "cannot be read", HUB.bundle("license")),
                Arguments.of("alg none", "RS256", HUB.bundle(HUB.unsigned())),
                Arguments.of("HS256 by the public key", "RS256", HUB.bundle(HUB.tokenByPublicKeyAsSecret())),
                Arguments.of("a demand that nobody knows", "RS256", HUB.bundle(HUB.token(demanding(), HUB.claims()))),
                Arguments.of("other claims", "was changed", HUB.bundle(tampered)),
                Arguments.of("a stranger's key", "was changed", new LicenseBundle(good.license(), STRANGER.jwks())),
                Arguments.of("a key that is gone", "key set", new LicenseBundle(good.license(), FORMER.jwks())),
                Arguments.of("another issuer", "issued", license(claims -> claims.put("iss", "other"))),
                Arguments.of("a login", "another use", license(claims -> claims.put("aud", "wheelwright-session"))),
                Arguments.of("another spoke", "another spoke", license(claims -> claims.put("spoke", "other"))),
                Arguments.of("an older revision", "newer one", license(claims -> claims.put("rev", 6))),
                Arguments.of("no revision", "cannot be read", license(claims -> claims.remove("rev"))),
                Arguments.of(
                        "too early", "not valid yet", license(claims -> claims.put("nbf", at(Duration.ofMinutes(6))))),
                Arguments.of("too late", "expired", license(claims -> claims.put("exp", at(Duration.ofMinutes(-6))))),
                Arguments.of("no beginning", "cannot be read", license(claims -> claims.remove("nbf"))),
                Arguments.of("no end", "cannot be read", license(claims -> claims.remove("exp"))),
                Arguments.of("other uses", "another use", license(claims -> claims.putArray("aud")
                        .add("a")
                        .add("b"))),
                Arguments.of("revoked", "revoked", license(claims -> claims.put("revoked", true))));
    }

    private static ObjectNode demanding() {
        ObjectNode header = HUB.header();
        header.putArray("crit").add("unheard-of");
        return header;
    }

    private static LicenseBundle license(Consumer<ObjectNode> change) {
        return HUB.license(claims -> {
            claims.put("iat", at(Duration.ZERO))
                    .put("nbf", at(Duration.ofMinutes(-5)))
                    .put("exp", at(Duration.ofDays(30)));
            change.accept(claims);
        });
    }

    private static long at(Duration ahead) {
        return Instant.now().plus(ahead).getEpochSecond();
    }

    private boolean isGoodByJava(LicenseBundle license) throws IllegalAccessException, IOException {
        try {
            java.invoke(null, (Object) files(license, "java"));
            return true;
        } catch (InvocationTargetException rejected) {
            assertThat(rejected.getCause()).isInstanceOfAny(InvalidJwtException.class, MalformedClaimException.class);
            return false;
        }
    }

    private String python(LicenseBundle license) throws IOException, InterruptedException {
        Process python = start(files(license, "python"));
        // What it says fits into the pipe.
        assertThat(python.waitFor(1, TimeUnit.MINUTES)).isTrue();
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(python.exitValue()).as(said).isEqualTo(said.startsWith("{") ? 0 : 1);
        return said;
    }

    /** The arguments of either program. */
    private String[] files(LicenseBundle license, String program) throws IOException {
        return new String[] {
            Files.writeString(folder.resolve("license.jwt"), license.license()).toString(),
            Files.writeString(folder.resolve("jwks.json"), license.jwks().toString())
                    .toString(),
            LicenseSmith.SPOKE,
            revision(program).toString()
        };
    }

    private Path revision(String program) throws IOException {
        Path file = folder.resolve("revision-of-" + program);
        return Files.exists(file) ? file : Files.writeString(file, Long.toString(HIGHEST));
    }

    private static Process start(String... arguments) {
        String program = EXAMPLES.resolve("verify_license.py").toString();
        String[] command = Stream.concat(Stream.of("python3", program), Stream.of(arguments))
                .toArray(String[]::new);
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            return fail("python3 is missing: install it, as by `apt-get install python3`", missing);
        }
    }
}
