package io.wheelwright.billing.payment;

import io.quarkus.runtime.StartupEvent;
import io.wheelwright.PublicUrl;
import io.wheelwright.billing.stripe.StripeAccount;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Where Stripe's pages may send customers back to: to the hub, and to the origins of {@code wheelwright.stripe.return-urls}. */
@ApplicationScoped
class ReturnUrls {

    /** What Stripe replaces in a URL by the id of the session. */
    private static final String SESSION = "{CHECKOUT_SESSION_ID}";

    private static final int LONGEST = 2_000;
    private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final List<String> declared;
    private final Set<String> origins;
    private final boolean live;

    @Inject
    ReturnUrls(ReturnUrlConfig config, PublicUrl hub, StripeAccount account) {
        this(hub.home().toString(), config.returnUrls().orElse(List.of()), account.isLive());
    }

    ReturnUrls(String hub, List<String> declared, boolean live) {
        this.declared = declared;
        this.live = live;
        this.origins = new TreeSet<>();
        origin(hub).ifPresent(origins::add);
        declared.stream().map(this::origin).flatMap(Optional::stream).forEach(origins::add);
    }

    void check(@Observes StartupEvent start) {
        String wrong = unfit().stream().collect(Collectors.joining(", "));
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(
                    "wheelwright.stripe.return-urls must name origins such as https://shop.example, with https: "
                            + wrong);
        }
    }

    /** What is declared and is no origin that anybody may be sent to. */
    List<String> unfit() {
        return declared.stream()
                .filter(url -> origin(url)
                        .filter(url.replaceFirst("/$", "")::equalsIgnoreCase)
                        .isEmpty())
                .toList();
    }

    /** What is wrong with a URL; empty where customers may be sent there. */
    Optional<String> refusal(String url) {
        if (url.length() > LONGEST) {
            return Optional.of("must have at most " + LONGEST + " characters");
        }
        Optional<String> origin = origin(url.replace(SESSION, "session"));
        if (origin.isEmpty()) {
            return Optional.of("must be a URL with https and a host");
        }
        return origin.filter(origins::contains).isPresent()
                ? Optional.empty()
                : Optional.of("must begin with one of " + String.join(", ", origins)
                        + ": wheelwright.stripe.return-urls allows others");
    }

    /** Scheme, host and port; empty where secrets may not travel there, or it can be read in two ways. */
    private Optional<String> origin(String text) {
        try {
            URI url = new URI(text);
            String host = url.getHost();
            if (host == null || url.getScheme() == null || url.getRawUserInfo() != null) {
                return Optional.empty();
            }
            String scheme = url.getScheme().toLowerCase(Locale.ROOT);
            String name = host.toLowerCase(Locale.ROOT);
            boolean safe = scheme.equals("https") || scheme.equals("http") && !live && OWN_MACHINE.contains(name);
            boolean usual = url.getPort() == -1 || url.getPort() == (scheme.equals("https") ? 443 : 80);
            return safe ? Optional.of(scheme + "://" + name + (usual ? "" : ":" + url.getPort())) : Optional.empty();
        } catch (URISyntaxException noUrl) {
            return Optional.empty();
        }
    }
}
