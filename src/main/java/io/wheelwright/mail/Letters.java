package io.wheelwright.mail;

import io.quarkus.qute.Engine;
import io.quarkus.qute.TemplateInstance;
import io.wheelwright.PublicUrl;
import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;

/**
 * Writes letters from their templates: of each kind there are a text, whose first line is the subject, and a page in the
 * look that all share. The templates of a language are in a folder of its own.
 */
@ApplicationScoped
class Letters {

    private static final String LANGUAGE = "en";

    private final Engine templates;
    private final String brand;
    private final URI home;

    @Inject
    Letters(Engine templates, PublicUrl url, WheelwrightConfig config) {
        this(templates, url.home(), config.brand());
    }

    Letters(Engine templates, URI home, String brand) {
        this.templates = templates;
        this.home = home;
        this.brand = brand;
    }

    Letter write(String kind, Map<String, String> model) {
        String text = template(kind + ".txt", model).render();
        int end = text.indexOf('\n');
        String subject = text.substring(0, end).strip();
        String html = template(kind + ".html", model).data("subject", subject).render();
        return new Letter(subject, text.substring(end).strip() + "\n", html);
    }

    private TemplateInstance template(String name, Map<String, String> model) {
        return templates
                .getTemplate("mail/" + LANGUAGE + "/" + name)
                .data("model", model)
                .data("brand", brand)
                .data("home", home);
    }
}
