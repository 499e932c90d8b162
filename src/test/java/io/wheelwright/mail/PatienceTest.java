package io.wheelwright.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    /** What the mail client makes of a server's answers is its own affair, and may change with its version. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RCPT | 550 5.1.1 no such user       | true
            RCPT | 450 4.2.1 try again          | false
            MAIL | 550 5.7.1 sender is unknown  | false
            DATA | 554 5.7.1 this looks like spam | false
            """)
    void tellsTheMailboxFromTheServer(String command, String answer, boolean mailbox) throws IOException {
        Vertx vertx = Vertx.vertx();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture.runAsync(() -> serve(server, command, answer));
            MailClient client = MailClient.create(
                    vertx,
                    new MailConfig()
                            .setHostname("127.0.0.1")
                            .setPort(server.getLocalPort())
                            .setStarttls(StartTLSOptions.DISABLED));

            Throwable failure = catchThrowable(() -> client.sendMail(new MailMessage()
                            .setFrom("hub@example.com")
                            .setTo("ada@example.com")
                            .setText("x"))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join());

            assertThat(Patience.with(failure.getCause()))
                    .isSameAs(mailbox ? Patience.WITH_THE_MAILBOX : Patience.WITH_THE_SERVER);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0, PT10S",
        "PT1H, 3, PT80S",
        "P2D, 99, PT15M",
        "P2DT23H, 99, PT15M",
        "P3D, 99,",
        "P30D, 0,",
    })
    void givesUpAfterDays(Duration since, int attempts, Duration pause) {
        assertThat(Patience.WITH_THE_SERVER.next(NOW.minus(since), attempts, NOW))
                .isEqualTo(Optional.ofNullable(pause).map(NOW::plus));
    }

    /** A mail server that answers one command with that. */
    private static void serve(ServerSocket server, String command, String answer) {
        try (Socket client = server.accept()) {
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
            OutputStream out = client.getOutputStream();
            out.write("220 here\r\n".getBytes(US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String said = line.startsWith(command) ? answer : line.startsWith("DATA") ? "354 go on" : "250 fine";
                out.write((said + "\r\n").getBytes(US_ASCII));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
