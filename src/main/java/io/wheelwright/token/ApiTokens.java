package io.wheelwright.token;

import io.quarkus.scheduler.Scheduled;
import io.wheelwright.Digest;
import io.wheelwright.Page;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.Affiliations;
import io.wheelwright.access.Caller;
import io.wheelwright.access.MemberLeft;
import io.wheelwright.access.MemberRole;
import io.wheelwright.access.OrganizationKeys;
import io.wheelwright.account.RandomToken;
import io.wheelwright.audit.Audit;
import io.wheelwright.organization.OrganizationView;
import io.wheelwright.organization.Organizations;
import io.wheelwright.outbox.Turn;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The tokens of organizations. A token never opens more than its maker may by now: it ends with the membership, and
 * manages nothing once its maker only looks.
 */
@ApplicationScoped
class ApiTokens implements OrganizationKeys {

    private static final String KIND = "ApiToken";
    private static final int MOST = 20;

    /** Who makes and revokes tokens without end must not fill the list; the audit remembers them all. */
    private static final int MOST_ENDED = 100;

    private static final Duration BETWEEN_NOTES = Duration.ofMinutes(1);

    /** How long it is still shown that there was one. */
    private static final Duration SHOWN = Duration.ofDays(90);

    private final Organizations organizations;
    private final Affiliations affiliations;
    private final Caller caller;
    private final Audit audit;
    private final boolean enabled;
    private final Clock clock;

    ApiTokens(
            Organizations organizations,
            Affiliations affiliations,
            Caller caller,
            Audit audit,
            WheelwrightConfig config,
            Clock clock) {
        this.organizations = organizations;
        this.affiliations = affiliations;
        this.caller = caller;
        this.audit = audit;
        this.enabled = config.hosted().enabled();
        this.clock = clock;
    }

    @Override
    @Transactional
    public Optional<Key> key(String token) {
        if (!enabled || !token.startsWith(PREFIX) || !RandomToken.mayBeOne(token.substring(PREFIX.length()))) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<ApiTokenEntity> known = ApiTokenEntity.good(Digest.sha256(token), now);
        Optional<Key> key = known.flatMap(this::key);
        key.ifPresent(good -> known.get().used(now, BETWEEN_NOTES));
        return key;
    }

    @Override
    @Transactional
    public boolean manages(UUID id) {
        return ApiTokenEntity.good(id, clock.instant())
                .flatMap(this::key)
                .filter(Key::manages)
                .isPresent();
    }

    @Transactional
    IssuedToken issue(String orgId, NewToken wanted) {
        Instant now = clock.instant();
        long organization = row(orgId);
        UUID maker = caller.user().orElseThrow();
        Turn.take("Team", orgId);
        boolean mayStill = affiliations
                .of(maker, orgId)
                .filter(affiliation -> affiliation.role().decidesAbout(MemberRole.viewer))
                .isPresent();
        if (!mayStill) {
            throw unknown(orgId);
        }
        if (ApiTokenEntity.good(organization, now) >= MOST) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "The organization has " + MOST + " tokens: revoke one that is not used any more.");
        }
        ApiTokenEntity.forgetEnded(organization, MOST_ENDED, now);
        String token = PREFIX + RandomToken.next();
        ApiTokenEntity entity = make(organization, maker, wanted, now);
        entity.sha256 = Digest.sha256(token);
        entity.persist();
        audit.record(caller.actor(), "create", KIND, object(orgId, entity), null, wanted);
        return new IssuedToken(entity.id, entity.name, entity.scopes(), now, entity.expiresAt, token);
    }

    /** Also those that are not good any more, oldest first. */
    @Transactional
    Page<TokenView> list(String orgId) {
        List<TokenView> tokens =
                ApiTokenEntity.of(row(orgId)).stream().map(ApiTokenEntity::view).toList();
        return new Page<>(tokens, tokens.size(), null);
    }

    @Transactional
    TokenView revoke(String orgId, UUID id) {
        Turn.take("Team", orgId);
        ApiTokenEntity token =
                ApiTokenEntity.of(row(orgId), id).orElseThrow(() -> Problem.notFound("token", id.toString()));
        if (token.revokedAt == null) {
            token.revokedAt = clock.instant();
            audit.record(caller.actor(), "revoke", KIND, object(orgId, token), Map.of("name", token.name), null);
        }
        return token.view();
    }

    /** They would be good again if the member came back. */
    void end(@Observes MemberLeft left) {
        ApiTokenEntity.update(
                "revokedAt = ?1 where organization = ?2 and userId = ?3 and revokedAt is null",
                clock.instant(),
                left.organization(),
                left.userId());
    }

    @Scheduled(every = "1h")
    @Transactional
    void forget() {
        Instant since = clock.instant().minus(SHOWN);
        ApiTokenEntity.delete("expiresAt < ?1 or revokedAt < ?1", since);
    }

    private Optional<Key> key(ApiTokenEntity token) {
        return organizations
                .ofRow(token.organization)
                .map(OrganizationView::orgId)
                .flatMap(orgId -> affiliations
                        .of(token.userId, orgId)
                        .map(maker -> new Key(
                                token.id,
                                orgId,
                                token.manages && maker.role().decidesAbout(MemberRole.viewer),
                                maker.suspended())));
    }

    private static ApiTokenEntity make(long organization, UUID maker, NewToken wanted, Instant now) {
        ApiTokenEntity entity = new ApiTokenEntity();
        entity.id = UUID.randomUUID();
        entity.organization = organization;
        entity.userId = maker;
        entity.name = wanted.name();
        entity.manages = wanted.manages();
        entity.createdAt = now;
        entity.expiresAt = wanted.expiresAt();
        return entity;
    }

    private long row(String orgId) {
        return organizations.opened(orgId).orElseThrow(() -> unknown(orgId)).row();
    }

    private static String object(String orgId, ApiTokenEntity token) {
        return orgId + "/" + token.id;
    }

    private static RuntimeException unknown(String orgId) {
        return Problem.notFound("organization", orgId);
    }
}
