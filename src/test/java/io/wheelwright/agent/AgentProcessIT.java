package io.wheelwright.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent as its container runs it: a process of its own, with the chart's options and nothing else on the class path. */
class AgentProcessIT {
    private static final int SIGTERM_EXIT = 128 + 15;
    private static final long LARGEST_RESIDENT_KB = 64 * 1024;

    @TempDir
    Path root;

    private RecordingHub hub;
    private Process process;

    @BeforeEach
    void start() throws IOException {
        hub = new RecordingHub();
        SpokeFolder spoke = SpokeFolder.below(root, hub.url());
        long now = Clock.systemUTC().instant().getEpochSecond();
        spoke.license(new LicenseSmith("key-1")
                .license(claims -> claims.put("nbf", now).put("exp", now + 3600)));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath(),
                        Agent.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("WHEELWRIGHT_"));
        builder.environment().putAll(spoke.env());
        builder.environment().putAll(mounts());
        builder.environment().put("JAVA_TOOL_OPTIONS", optionsOfTheChart());
        process = builder.start();
    }

    @AfterEach
    void stop() {
        process.destroyForcibly();
        hub.close();
    }

    @Test
    void staysSmallAndEndsOnSigterm() throws IOException, InterruptedException {
        await().atMost(90, TimeUnit.SECONDS).until(() -> hub.heartbeats().size() >= 8);

        long residentKb = residentKb();
        System.out.printf(
                "agent process: %.1f MB resident after %d heartbeats%n",
                residentKb / 1024.0, hub.heartbeats().size());
        assertThat(residentKb).isLessThan(LARGEST_RESIDENT_KB);
        assertThat(root.resolve("run/wheelwright/access.json")).content().contains("\"access\":\"full\"");

        process.destroy();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ended by itself").isTrue();
        assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT);
        assertThat(log()).content().doesNotContain("Exception");
    }

    private Path log() {
        return root.resolve("agent.log");
    }

    private Map<String, String> mounts() {
        return Map.of(
                "WHEELWRIGHT_KEY_FILE",
                        root.resolve("var/run/wheelwright/agent/api-key").toString(),
                "WHEELWRIGHT_LICENSE_DIR",
                        root.resolve("var/run/wheelwright/license").toString(),
                "WHEELWRIGHT_DATA_DIR", root.resolve("var/lib/wheelwright").toString(),
                "WHEELWRIGHT_SHARED_DIR", root.resolve("run/wheelwright").toString());
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith("target/classes") || entry.contains("/com/fasterxml/jackson/core/"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String optionsOfTheChart() throws IOException {
        String template = Files.readString(Path.of("helm/spoke/templates/agent.yaml"));
        Matcher options = Pattern.compile("name: JAVA_TOOL_OPTIONS\\s+value: >-\\s+(?<flags>(\\s+-\\S+)+)")
                .matcher(template);
        assertThat(options.find()).as("the chart sets JAVA_TOOL_OPTIONS").isTrue();
        return options.group("flags").strip().replaceAll("\\s+", " ");
    }

    private long residentKb() throws IOException {
        String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
        Matcher resident = Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(status);
        assertThat(resident.find()).isTrue();
        return Long.parseLong(resident.group(1));
    }
}
