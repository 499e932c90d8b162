package io.wheelwright.access;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import io.wheelwright.Digest;
import io.wheelwright.WheelwrightConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Tells by the bearer's key who calls: the administrator, the biller or a spoke, which are known by their hashes alone, or
 * somebody who has logged in, or software of an organization, or staff. What a token looks like decides who verifies it, and nobody
 * else tries: of all mechanisms the server asks this one alone. A browser brings the token of a login in a cookie, which counts for
 * changes only where a page of the hub's own asks for them.
 */
@Alternative
@Priority(1)
@ApplicationScoped
class BearerKeys implements HttpAuthenticationMechanism {

    private static final String SCHEME = "Bearer ";
    private static final int LONGEST = 2048;

    private final Optional<byte[]> adminHash;
    private final Optional<byte[]> billerHash;
    private final String biller;
    private final SpokeKeys keys;
    private final OwnPages pages;
    private final Staff staff;

    BearerKeys(WheelwrightConfig config, BillerConfig billing, SpokeKeys keys, OwnPages pages, Staff staff) {
        this.pages = pages;
        this.staff = staff;
        this.adminHash = config.admin()
                .tokenSha256()
                .filter(hash -> isTokenEnabled(config))
                .map(hash -> hash.getBytes(StandardCharsets.US_ASCII));
        this.billerHash = billing.tokenSha256().map(hash -> hash.getBytes(StandardCharsets.US_ASCII));
        this.biller = billing.source().orElse("");
        this.keys = keys;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager providers) {
        String header = request.request().getHeader(HttpHeaderNames.AUTHORIZATION);
        if (header == null) {
            Cookie session = request.request().getCookie(SessionCookies.ACCESS);
            return session == null || !pages.mayUseCookies(request.request())
                    ? Uni.createFrom().nullItem()
                    : member(session.getValue(), providers);
        }
        if (!isBearer(header)) {
            return Uni.createFrom().nullItem();
        }
        String bearer = header.substring(SCHEME.length());
        if (staff.issued(bearer)) {
            return staff.authenticate(request, providers);
        }
        if (header.length() > LONGEST) {
            return Uni.createFrom().nullItem();
        }
        Optional<SecurityIdentity> holder = identify(Digest.sha256(bearer));
        return holder.isEmpty() && (isSigned(bearer) || bearer.startsWith(OrganizationKeys.PREFIX))
                ? member(bearer, providers)
                : Uni.createFrom().item(holder.orElse(null));
    }

    /** Where staff logs in as people, a token that everybody shares has to be asked for. */
    private boolean isTokenEnabled(WheelwrightConfig config) {
        return config.admin().tokenEnabled().orElse(!staff.isEnabled());
    }

    private static Uni<SecurityIdentity> member(String token, IdentityProviderManager providers) {
        return token.length() > LONGEST
                ? Uni.createFrom().nullItem()
                : providers.authenticate(new MemberRequest(token));
    }

    /** Whether it looks like a JSON Web Token. Beside the tokens of organizations nothing else is looked at further. */
    private static boolean isSigned(String bearer) {
        return bearer.startsWith("eyJ") && bearer.indexOf('.') > 0;
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom()
                .item(new ChallengeData(
                        HttpResponseStatus.UNAUTHORIZED.code(), HttpHeaderNames.WWW_AUTHENTICATE, "Bearer"));
    }

    /** The name of a scheme may be written in any case (RFC 9110). */
    private static boolean isBearer(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    private Optional<SecurityIdentity> identify(String hash) {
        byte[] bytes = hash.getBytes(StandardCharsets.US_ASCII);
        if (is(adminHash, bytes)) {
            return Optional.of(identity("admin", Role.ADMIN));
        }
        if (is(billerHash, bytes)) {
            return Optional.of(identity(Caller.BILLER + biller, Role.BILLER));
        }
        return keys.spokeUid(hash).map(uid -> identity(uid, Role.SPOKE));
    }

    private static boolean is(Optional<byte[]> known, byte[] hash) {
        return known.filter(one -> MessageDigest.isEqual(one, hash)).isPresent();
    }

    private static SecurityIdentity identity(String name, String role) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addRole(role)
                .build();
    }
}
