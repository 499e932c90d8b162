package io.wheelwright.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mails that {@code ./mvnw -Pmails} writes. */
class MailPreviewTest {

    private static final String TEMPLATES = "src/main/resources/templates";
    private static final URI HOME = URI.create("https://hub.example");

    @TempDir
    Path folder;

    @Test
    void isATextAndAPageOfEachKind() throws IOException {
        MailPreview.main(TEMPLATES, folder.toString(), "en");

        assertThat(folder.toFile().list())
                .hasSize(2 * new MailPreview(Path.of(TEMPLATES)).kinds().size())
                .contains("welcome.txt", "welcome.html", "operation-failed.txt");
        assertThat(folder.resolve("welcome.txt")).content().startsWith("Welcome to Wheelwright\n\nYour account");
        assertThat(folder.resolve("welcome.html")).content().startsWith("<!doctype html>");
    }

    @Test
    void isInTheLanguageThatIsSetAsFarAsThereAreTemplates() throws IOException {
        for (String template : List.of("layout.html", "button.html", "en/welcome.txt", "en/welcome.html")) {
            Path copy = folder.resolve("mail").resolve(template);
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of(TEMPLATES, "mail", template), copy);
        }
        Path german = Files.createDirectory(folder.resolve("mail/de"));
        Files.writeString(german.resolve("welcome.txt"), "Willkommen bei {brand}\n\nIhr Konto ist offen.\n");

        Letter letter = new MailPreview(folder).letters(HOME, "Acme", "de").write("welcome", MailPreview.MODEL);

        assertThat(letter.subject()).isEqualTo("Willkommen bei Acme");
        assertThat(letter.text()).isEqualTo("Ihr Konto ist offen.\n");
        assertThat(letter.html()).contains("<html lang=\"en\">", "Your account is open");

        Files.writeString(german.resolve("welcome.html"), "{#include mail/layout.html}Ihr Konto ist offen.{/include}");
        assertThat(new MailPreview(folder)
                        .letters(HOME, "Acme", "de")
                        .write("welcome", MailPreview.MODEL)
                        .html())
                .contains("<html lang=\"de\">", "Ihr Konto ist offen.");
    }
}
