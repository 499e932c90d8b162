package io.wheelwright.access;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.wheelwright.Digest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells who has logged in, and which organization's software it is. Whose token is not good is nobody in particular: a
 * public route serves that caller, too. Who calls too often is known by that alone, and the database is not asked.
 */
@ApplicationScoped
class Members implements IdentityProvider<MemberRequest> {

    private static final SecurityIdentity NOBODY = QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal(""))
            .setAnonymous(true)
            .build();

    /** Anybody can make up tokens that only the database tells from good ones: it is asked about few at once. */
    private static final int LOOKED_UP_AT_ONCE = 4;

    /** Good tokens that come together wait for each other for that long. */
    private static final Duration LOOKUP_WAIT = Duration.ofMillis(200);

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final MemberTokens tokens;
    private final OrganizationKeys keys;
    private final Pace pace;
    private final Semaphore lookups = new Semaphore(LOOKED_UP_AT_ONCE);

    Members(MemberTokens tokens, OrganizationKeys keys, Pace pace) {
        this.tokens = tokens;
        this.keys = keys;
        this.pace = pace;
    }

    @Override
    public Class<MemberRequest> getRequestType() {
        return MemberRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(MemberRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> identity(request.token()).orElse(NOBODY));
    }

    private Optional<SecurityIdentity> identity(String token) {
        if (token.startsWith(OrganizationKeys.PREFIX)) {
            return inPace(Digest.sha256(token), () -> lookUp(token));
        }
        return tokens.read(token)
                .flatMap(member -> inPace(
                        member.userId().toString(),
                        () -> Optional.of(member).filter(tokens::isOpen).map(Members::person)));
    }

    private Optional<SecurityIdentity> lookUp(String token) {
        if (!isMyTurn()) {
            return Optional.of(hasty(MOMENT));
        }
        try {
            return keys.key(token).map(Members::software);
        } finally {
            lookups.release();
        }
    }

    private boolean isMyTurn() {
        try {
            return lookups.tryAcquire(LOOKUP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Optional<SecurityIdentity> inPace(String who, Supplier<Optional<SecurityIdentity>> known) {
        Optional<Duration> wait = pace.step(who);
        return wait.isPresent() ? wait.map(Members::hasty) : known.get();
    }

    private static SecurityIdentity person(MemberTokens.Member member) {
        return named(member.userId())
                .addRole(Role.MEMBER)
                .addRole(Role.CUSTOMER)
                .addAttribute(Caller.SESSION, member.sessionId())
                .build();
    }

    private static SecurityIdentity software(OrganizationKeys.Key key) {
        return named(key.id())
                .addRole(Role.CUSTOMER)
                .addAttribute(Caller.KEY, key)
                .build();
    }

    /** Somebody without any role, who may do nothing. */
    private static SecurityIdentity hasty(Duration wait) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(""))
                .addAttribute(Pace.WAIT, wait)
                .build();
    }

    private static QuarkusSecurityIdentity.Builder named(UUID id) {
        return QuarkusSecurityIdentity.builder().setPrincipal(new QuarkusPrincipal(id.toString()));
    }
}
