package io.wheelwright.mail;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.TemplateLocator.TemplateLocation;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes each kind of mail to files, as a reader would see it, without a hub. */
public final class MailPreview {

    /** What letters are told in previews and tests. */
    static final Map<String, String> MODEL = Map.ofEntries(
            Map.entry("link", "https://hub.example/verify-email#token=t-1"),
            Map.entry("code", "c-1"),
            Map.entry("at", "2026-11-21 10:00"),
            Map.entry("until", "2026-11-22 10:00"),
            Map.entry("url", "https://acme.example"),
            Map.entry("trial_ends", "2026-12-05 10:00"),
            Map.entry("type", "deploy"),
            Map.entry("spoke", "acme-iot"),
            Map.entry("error", "no image"),
            Map.entry("operation", "4711"),
            Map.entry("organization", "Acme"),
            Map.entry("role", "viewer"),
            Map.entry("plan", "starter"),
            Map.entry("limit", "maxDevices"),
            Map.entry("used", "8"),
            Map.entry("most", "10"),
            Map.entry("percent", "80"),
            Map.entry("days", "7"),
            Map.entry("end", "2026-12-05 10:00"),
            Map.entry("since", "2026-12-05 10:00"),
            Map.entry("ended", "2026-12-05 10:00"),
            Map.entry("deletion", "2027-01-04 10:00"),
            Map.entry("amount", "29.00 USD"),
            Map.entry("refund", "re_1"),
            Map.entry("refundReason", "requested_by_customer"),
            Map.entry("failed", ""),
            Map.entry("left", "yes"),
            Map.entry("why", "TrialGrace"));

    private static final URI HOME = URI.create("https://hub.example");
    private static final String BRAND = "Wheelwright";
    private static final String TEXT = ".txt";
    private static final String PAGE = ".html";

    private final Path templates;

    /** @param templates the folder that has the folder {@code mail} */
    MailPreview(Path templates) {
        this.templates = templates;
    }

    /**
     * Writes {@code <kind>.txt}, whose first line is the subject, and {@code <kind>.html} for each kind.
     *
     * @param arguments the folder of the templates, the one to write to, and the language
     */
    public static void main(String... arguments) throws IOException {
        new MailPreview(Path.of(arguments[0])).writeTo(Path.of(arguments[1]), arguments[2]);
    }

    void writeTo(Path folder, String language) throws IOException {
        Letters letters = letters(HOME, BRAND, language);
        Files.createDirectories(folder);
        for (String kind : kinds()) {
            Letter letter = letters.write(kind, MODEL);
            Files.writeString(folder.resolve(kind + TEXT), letter.subject() + "\n\n" + letter.text());
            Files.writeString(folder.resolve(kind + PAGE), letter.html());
        }
    }

    /** The kinds of mail, as their texts are called. */
    List<String> kinds() throws IOException {
        try (Stream<Path> files = Files.list(templates.resolve("mail/en"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(TEXT))
                    .map(name -> name.substring(0, name.length() - TEXT.length()))
                    .sorted()
                    .toList();
        }
    }

    /** Writes letters as the hub does, with the templates of the folder. */
    Letters letters(URI home, String brand, String language) {
        Engine engine = Engine.builder()
                .addDefaults()
                .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                .addLocator(this::locate)
                .build();
        return new Letters(engine, home, brand, language);
    }

    private Optional<TemplateLocation> locate(String id) {
        Path file = templates.resolve(id);
        return Files.isRegularFile(file) ? Optional.of(new FileLocation(file)) : Optional.empty();
    }

    private record FileLocation(Path file) implements TemplateLocation {

        @Override
        public Reader read() {
            try {
                return new StringReader(Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Optional<Variant> getVariant() {
            return Optional.of(
                    Variant.forContentType(file.toString().endsWith(PAGE) ? Variant.TEXT_HTML : Variant.TEXT_PLAIN));
        }
    }
}
