package io.wheelwright.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.wheelwright.agent.PromptServer;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Takes every mail by SMTP and shows it: a page for people at {@code /}, JSON at {@code /mails}. Keeps nothing. */
public final class Mailbox implements AutoCloseable {

    /**
     * A mail as it is shown.
     *
     * @param id its Message-ID
     * @param body its plain text
     */
    public record Mail(String id, String to, String subject, String sentAt, String body) {}

    private static final String HOST = "127.0.0.1";

    private final GreenMail smtp = new GreenMail(new ServerSetup(0, HOST, ServerSetup.PROTOCOL_SMTP));
    private final HttpServer http;

    private Mailbox() throws IOException {
        http = PromptServer.at(new InetSocketAddress(InetAddress.getByName(HOST), 0));
        http.createContext("/", exchange -> answer(exchange, "text/html", page()));
        http.createContext(
                "/mails",
                exchange -> answer(exchange, "application/json", new ObjectMapper().writeValueAsString(mails())));
    }

    public static Mailbox start() {
        try {
            Mailbox mailbox = new Mailbox();
            mailbox.smtp.start();
            mailbox.http.start();
            return mailbox;
        } catch (IOException e) {
            throw new UncheckedIOException("the mailbox did not start", e);
        }
    }

    public URI url() {
        return URI.create("http://" + HOST + ":" + http.getAddress().getPort());
    }

    /** What a hub needs to send its mails here. */
    public Map<String, String> settings() {
        return Map.of(
                "quarkus.mailer.mock",
                "false",
                "quarkus.mailer.host",
                HOST,
                "quarkus.mailer.port",
                Integer.toString(smtp.getSmtp().getPort()),
                "quarkus.mailer.from",
                "hub@wheelwright.example");
    }

    /** All mails, in the order in which they came. */
    public List<Mail> mails() {
        return Arrays.stream(smtp.getReceivedMessages()).map(Mailbox::read).toList();
    }

    @Override
    public void close() {
        http.stop(0);
        smtp.stop();
    }

    private static Mail read(MimeMessage message) {
        try {
            return new Mail(
                    message.getMessageID(),
                    message.getHeader("To", ", "),
                    message.getSubject(),
                    message.getSentDate() == null
                            ? ""
                            : message.getSentDate().toInstant().toString(),
                    plainText(message));
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("a mail can't be read", e);
        }
    }

    /** The text of a mail that may have a page beside it. */
    private static String plainText(Part part) throws MessagingException, IOException {
        if (!(part.getContent() instanceof Multipart parts)) {
            return part.getContent().toString();
        }
        return plainText(parts.getBodyPart(0));
    }

    private String page() {
        List<String> rows = new ArrayList<>();
        for (Mail mail : mails()) {
            rows.add("<details><summary>%s &mdash; <b>%s</b> <small>%s</small></summary><pre>%s</pre></details>"
                    .formatted(escape(mail.to()), escape(mail.subject()), escape(mail.sentAt()), escape(mail.body())));
        }
        return "<!doctype html><title>Mailbox</title><h1>Mailbox</h1>"
                + (rows.isEmpty() ? "<p>No mail yet.</p>" : String.join("\n", rows));
    }

    private static String escape(String text) {
        return text == null
                ? ""
                : text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static void answer(HttpExchange exchange, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
