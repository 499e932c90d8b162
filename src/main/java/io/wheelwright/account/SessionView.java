package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** A session as who has logged in is told of it; the tokens are null where cookies carry them. */
@JsonNaming(SnakeCaseStrategy.class)
public record SessionView(String tokenType, String accessToken, long expiresIn, String refreshToken) {

    @Override
    public String toString() {
        return "SessionView[***]";
    }
}
