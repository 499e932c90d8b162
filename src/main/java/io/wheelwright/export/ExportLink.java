package io.wheelwright.export;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * The link to an archive, the only time that it is shown.
 *
 * @param url opens the archive for whoever has it
 * @param sha256 of the archive, in lowercase hexadecimal
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ExportLink(String url, Instant expiresAt, String sha256) {

    /** Without the link. */
    @Override
    public String toString() {
        return "ExportLink[***]";
    }
}
