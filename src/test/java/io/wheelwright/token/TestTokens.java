package io.wheelwright.token;

import io.wheelwright.Digest;
import io.wheelwright.access.MemberRole;
import io.wheelwright.access.OrganizationKeys;
import io.wheelwright.account.RandomToken;
import io.wheelwright.account.TestAccounts;
import io.wheelwright.organization.Organizations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Tokens that admins of organizations have made. */
@ApplicationScoped
public class TestTokens {

    private final Organizations organizations;
    private final TestAccounts accounts;

    TestTokens(Organizations organizations, TestAccounts accounts) {
        this.organizations = organizations;
        this.accounts = accounts;
    }

    @Transactional
    public String read(String orgId) {
        return make(orgId, false, null);
    }

    @Transactional
    public String manage(String orgId) {
        return make(orgId, true, null);
    }

    @Transactional
    public String revoked(String orgId) {
        return make(orgId, true, Instant.now());
    }

    private String make(String orgId, boolean manages, Instant revokedAt) {
        Instant now = Instant.now();
        String token = OrganizationKeys.PREFIX + RandomToken.next();
        ApiTokenEntity entity = new ApiTokenEntity();
        entity.id = UUID.randomUUID();
        entity.organization = organizations.opened(orgId).orElseThrow().row();
        entity.userId = accounts.member(orgId, MemberRole.admin).userId();
        entity.sha256 = Digest.sha256(token);
        entity.name = "test";
        entity.manages = manages;
        entity.createdAt = now;
        entity.expiresAt = now.plus(Duration.ofDays(1));
        entity.revokedAt = revokedAt;
        entity.persist();
        return token;
    }
}
