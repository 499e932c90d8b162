package io.wheelwright.mail;

import io.quarkus.qute.Engine;
import io.quarkus.qute.TemplateInstance;
import io.wheelwright.PublicUrl;
import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes letters from their templates: of each kind there are a text, whose first line is the subject, and a page in the
 * look that all share. The templates of a language are in a folder of its own; what is missing there is in English.
 */
@ApplicationScoped
class Letters {

    private static final String ENGLISH = "en";

    private final Engine templates;
    private final URI home;
    private final String brand;
    private final List<String> languages;

    @Inject
    Letters(Engine templates, PublicUrl url, WheelwrightConfig config) {
        this(templates, url.home(), config.brand(), config.language());
    }

    Letters(Engine templates, URI home, String brand, String language) {
        this.templates = templates;
        this.home = home;
        this.brand = brand;
        this.languages = Stream.of(language, ENGLISH).distinct().toList();
    }

    Letter write(String kind, Map<String, String> model) {
        String text = template(kind + ".txt", model).render();
        int end = text.indexOf('\n');
        String subject = text.substring(0, end).strip();
        String html = template(kind + ".html", model).data("subject", subject).render();
        return new Letter(subject, text.substring(end).strip() + "\n", html);
    }

    private TemplateInstance template(String name, Map<String, String> model) {
        String language = languages.stream()
                .filter(folder -> templates.getTemplate(id(folder, name)) != null)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no template " + name));
        return templates
                .getTemplate(id(language, name))
                .data("language", language)
                .data("model", model)
                .data("brand", brand)
                .data("home", home);
    }

    private static String id(String language, String name) {
        return "mail/" + language + "/" + name;
    }
}
