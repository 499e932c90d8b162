package io.wheelwright.token;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A new token, the only time that it is shown. */
@JsonNaming(SnakeCaseStrategy.class)
public record IssuedToken(
        UUID tokenId, String name, List<TokenScope> scopes, Instant createdAt, Instant expiresAt, String token) {

    @Override
    public String toString() {
        return "IssuedToken[" + tokenId + "]";
    }
}
