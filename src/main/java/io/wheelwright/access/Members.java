package io.wheelwright.access;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells who has logged in. Whose token is not good is nobody in particular: a public route serves that caller, too. */
@ApplicationScoped
class Members implements IdentityProvider<MemberRequest> {

    private static final SecurityIdentity NOBODY = QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal(""))
            .setAnonymous(true)
            .build();

    private final MemberTokens tokens;

    Members(MemberTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Class<MemberRequest> getRequestType() {
        return MemberRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(MemberRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(
                () -> tokens.member(request.token()).map(Members::identity).orElse(NOBODY));
    }

    private static SecurityIdentity identity(MemberTokens.Member member) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(member.userId().toString()))
                .addRole(Role.MEMBER)
                .addAttribute(Caller.SESSION, member.sessionId())
                .build();
    }
}
