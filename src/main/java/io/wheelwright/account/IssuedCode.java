package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/** A new invitation code, the only time that it is shown. */
@JsonNaming(SnakeCaseStrategy.class)
public record IssuedCode(String codeId, String code, String note, int uses, Instant expiresAt) {

    @Override
    public String toString() {
        return "IssuedCode[" + codeId + ", ***]";
    }
}
