package io.wheelwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.cli.Hub.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the hub is, who asks, and how its answer is printed. The token is no option: others see those of a process. */
final class HubOptions {

    private static final String URL = "WHEELWRIGHT_URL";
    private static final String TOKEN = "WHEELWRIGHT_ADMIN_TOKEN";
    private static final int HIGHEST_PORT = 65535;
    private static final Pattern VISIBLE = Pattern.compile("[!-~]+");

    private final Surroundings here;

    @Option(names = "--url", paramLabel = "URL", description = "Where the hub is. Default: the variable " + URL + ".")
    private String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with an administrator's token; - for standard input. Default: the variable " + TOKEN
                    + " has it.")
    private String tokenFile;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long an answer is waited for. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}: lines for people, or the hub's answer as it is. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Output output = Output.text;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    HubOptions(Surroundings here) {
        this.here = here;
    }

    /** How an answer is printed. */
    enum Output {
        text,
        json
    }

    /** @throws ParameterException where it is not said which hub is asked, or by whom */
    Hub hub() {
        if (timeout < 1) {
            throw wrong("--timeout must be a number of seconds, 1 at least.");
        }
        return new Hub(url(), token(), Duration.ofSeconds(timeout));
    }

    /** Prints an answer as it came, or for people. */
    void print(Answer answer, BiConsumer<PrintWriter, JsonNode> forPeople) {
        if (output == Output.json) {
            here.out().println(answer.text());
        } else {
            forPeople.accept(here.out(), answer.json());
        }
    }

    ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    private URI url() {
        String said = url == null ? here.variable(URL).orElse("") : url;
        if (said.isEmpty()) {
            throw wrong("Say where the hub is: --url, or the variable " + URL + ".");
        }
        try {
            URI uri = new URI(said.replaceAll("/+$", ""));
            if (isOfHub(uri)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // It is told below.
        }
        throw wrong("The URL of the hub must be one such as https://hub.example.com.");
    }

    private static boolean isOfHub(URI url) {
        return ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
                && url.getHost() != null
                && url.getPort() <= HIGHEST_PORT
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    private String token() {
        String token = tokenFile == null ? here.variable(TOKEN).orElse("") : fromFile();
        if (token.isEmpty()) {
            throw wrong("Say who asks: --token-file, or the variable " + TOKEN + ".");
        }
        if (!VISIBLE.matcher(token).matches()) {
            throw wrong("The token must be one line of visible ASCII characters.");
        }
        return token;
    }

    private String fromFile() {
        try {
            byte[] content = tokenFile.equals("-") ? here.in().readAllBytes() : Files.readAllBytes(Path.of(tokenFile));
            return new String(content, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw wrong("--token-file cannot be read: give the path of a file, or - for standard input.");
        }
    }
}
