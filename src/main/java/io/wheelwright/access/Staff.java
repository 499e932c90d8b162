package io.wheelwright.access;

import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.wheelwright.Json;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;

/**
 * The people who run the platform, by the tokens of their OpenID Connect provider. A provider that cannot be reached stops
 * them and nobody else. Tokens live in the provider's time, not in that of a moved clock.
 */
@ApplicationScoped
class Staff {

    private static final Logger LOG = Logger.getLogger(Staff.class);

    /** Tokens of providers name groups, and become long. */
    private static final int LONGEST = 16_384;

    private static final int LONGEST_NAME = 128;

    /** Three parts: without a signature it is nobody's token. */
    private static final Pattern FORM = Pattern.compile("eyJ[-_A-Za-z0-9]+\\.[-_A-Za-z0-9]+\\.[-_A-Za-z0-9]+");

    private static final Pattern UNFIT = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final OidcAuthenticationMechanism provider;
    private final StaffConfig config;
    private final Optional<String> issuer;

    Staff(OidcAuthenticationMechanism provider, StaffConfig config) {
        this.provider = provider;
        this.config = config;
        this.issuer = config.enabled() ? config.issuer().map(Objects::toString) : Optional.empty();
    }

    boolean isEnabled() {
        return config.enabled();
    }

    /** Whether a token says that it comes from the staff's provider, which then alone verifies it. */
    boolean issued(String bearer) {
        return issuer.isPresent()
                && bearer.length() <= LONGEST
                && FORM.matcher(bearer).matches()
                && issuer.equals(claimedIssuer(bearer));
    }

    /** Who sends the request; empty when the token is not good. */
    Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager providers) {
        return provider.authenticate(request, providers)
                .map(known ->
                        known == null ? null : identity(known, request.request().method()))
                .onFailure(AuthenticationFailedException.class)
                .recoverWithNull()
                .onFailure()
                .transform(Staff::away);
    }

    private static Throwable away(Throwable trouble) {
        LOG.warnf("The OpenID Connect provider of the staff cannot be asked: %s", trouble.getMessage());
        return Problem.of(
                ProblemType.UNAVAILABLE, "The provider that staff logs in with cannot be reached at the moment.");
    }

    /** Nothing of the provider's identity is taken over but its name: what it calls roles means something else here. */
    private SecurityIdentity identity(SecurityIdentity known, HttpMethod method) {
        QuarkusSecurityIdentity.Builder identity =
                QuarkusSecurityIdentity.builder().setPrincipal(new QuarkusPrincipal("staff:" + name(known)));
        StaffRole.of(known.getRoles(), config).ifPresent(role -> {
            if (role == StaffRole.VIEWER) {
                identity.addRole(Role.VIEWER);
            }
            if (role == StaffRole.ADMIN || READING.contains(method)) {
                identity.addRole(Role.ADMIN);
            }
        });
        return identity.build();
    }

    private static String name(SecurityIdentity known) {
        JsonWebToken token = (JsonWebToken) known.getPrincipal();
        String name = Stream.of("preferred_username", "email", "sub")
                .map(claim -> token.<Object>getClaim(claim))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
        String fit = UNFIT.matcher(name).replaceAll("?");
        return fit.substring(0, Math.min(LONGEST_NAME, fit.length()));
    }

    private static Optional<String> claimedIssuer(String bearer) {
        String payload = bearer.substring(bearer.indexOf('.') + 1, bearer.lastIndexOf('.'));
        try {
            byte[] claims = Base64.getUrlDecoder().decode(payload);
            return Optional.ofNullable(Json.read(new String(claims, StandardCharsets.UTF_8), Map.class))
                    .map(read -> read.get("iss"))
                    .filter(String.class::isInstance)
                    .map(String.class::cast);
        } catch (IllegalArgumentException | IllegalStateException notJson) {
            return Optional.empty();
        }
    }
}
