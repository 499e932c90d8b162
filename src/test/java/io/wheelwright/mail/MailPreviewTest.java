package io.wheelwright.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mails that {@code ./mvnw -Pmails} writes. */
class MailPreviewTest {

    private static final String TEMPLATES = "src/main/resources/templates";

    @TempDir
    Path folder;

    @Test
    void isATextAndAPageOfEachKind() throws IOException {
        MailPreview.main(TEMPLATES, folder.toString());

        assertThat(folder.toFile().list())
                .hasSize(2 * new MailPreview(Path.of(TEMPLATES)).kinds().size())
                .contains("welcome.txt", "welcome.html", "operation-failed.txt");
        assertThat(folder.resolve("welcome.txt")).content().startsWith("Welcome to Wheelwright\n\nYour account");
        assertThat(folder.resolve("welcome.html")).content().startsWith("<!doctype html>");
    }
}
