package io.wheelwright.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wheelwright.lab.Mailbox;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What it takes to sign up at a packaged hub. */
public final class HostedHub {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern TOKEN = Pattern.compile("#token=([-_A-Za-z0-9]{43})");

    private HostedHub() {}

    /** Settings of a hub at which everybody may sign up, and whose mails go there. */
    public static Map<String, String> settings(Mailbox mailbox) {
        Map<String, String> settings = new HashMap<>(mailbox.settings());
        settings.put("wheelwright.hosted.enabled", "true");
        settings.put("wheelwright.public-url", "https://hub.example");
        settings.put("wheelwright.limits.trusted-proxies", "none");
        return settings;
    }

    /** The token in the first mail, once it has come. */
    public static String token(Mailbox mailbox) {
        await().atMost(PATIENCE).until(() -> !mailbox.mails().isEmpty());
        Matcher token = TOKEN.matcher(mailbox.mails().get(0).body());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }
}
