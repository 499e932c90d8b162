package io.wheelwright.account;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.wheelwright.access.MemberRole;
import io.wheelwright.organization.Organizations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** People who have logged in. */
@ApplicationScoped
public class TestAccounts {

    private static final String PASSWORD = "granite otter parcel nine";

    private final Sessions sessions;
    private final AccessTokens tokens;
    private final SessionKey key;
    private final Memberships memberships;
    private final Organizations organizations;

    /** Of the password; to make one takes long. */
    private final String hash;

    TestAccounts(
            Sessions sessions,
            AccessTokens tokens,
            SessionKey key,
            Memberships memberships,
            Organizations organizations,
            Passwords passwords) {
        this.hash = passwords.hash(PASSWORD);
        this.memberships = memberships;
        this.organizations = organizations;
        this.sessions = sessions;
        this.tokens = tokens;
        this.key = key;
    }

    /** Somebody who belongs to nothing, by an access token. */
    @Transactional
    public String member() {
        return session().access();
    }

    /** Somebody who belongs to an organization, and has logged in. */
    public record TestMember(UUID userId, String email, String accessToken) {}

    /** A member of the organization. */
    @Transactional
    public TestMember member(String orgId, MemberRole role) {
        UUID userId = user();
        memberships.begin(organizations.opened(orgId).orElseThrow().row(), userId, role);
        return new TestMember(
                userId,
                UserEntity.<UserEntity>findById(userId).email,
                sessions.begin(userId).access());
    }

    /** Somebody who has an account, belongs to nothing, and has not logged in. */
    @Transactional
    Customer customer() {
        String email = UUID.randomUUID() + "@acme.example";
        UserEntity.newcomer(email, email, null, hash, Instant.now()).persistAndFlush();
        return new Customer(email, PASSWORD, null, null);
    }

    /** The same person's tokens. */
    @Transactional
    Tokens session() {
        return sessions.begin(user());
    }

    /** The token of somebody who has logged out. */
    @Transactional
    public String ended() {
        String token = member();
        sessions.end(tokens.read(token).orElseThrow().sessionId());
        return token;
    }

    /** The token of an open session, with another lifetime and audience. */
    @Transactional
    public String like(String audience, Duration life) {
        AccessTokens.Bearer bearer = tokens.read(member()).orElseThrow();
        return sign(claims(audience, life, bearer), AccessTokens.TYPE, key.get().getPrivate());
    }

    static JwtClaimsBuilder claims(String audience, Duration life, AccessTokens.Bearer bearer) {
        Instant now = Instant.now();
        return Jwt.issuer(AccessTokens.ISSUER)
                .audience(audience)
                .subject(bearer.userId().toString())
                .claim(AccessTokens.SESSION, bearer.sessionId().toString())
                .issuedAt(now.minusSeconds(60))
                .expiresAt(now.plus(life));
    }

    static String sign(JwtClaimsBuilder claims, String type, PrivateKey key) {
        return claims.jws().type(type).algorithm(SignatureAlgorithm.ES256).sign(key);
    }

    private static UUID user() {
        String email = UUID.randomUUID() + "@acme.example";
        UserEntity user = UserEntity.newcomer(email, email, null, "none", Instant.now());
        user.persistAndFlush();
        return user.id;
    }
}
