package io.wheelwright.agent.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A spoke's entry in the directory.
 *
 * @param did the spoke's decentralized identifier
 * @param spokeId the spoke
 * @param endpoint URL at which it is reached
 * @param capabilities what it offers to others
 * @param visible whether it is listed; null leaves it as the Spoke resource says
 * @param proof that a key has signed this; null leaves the entry unverified
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DirectoryRegistration(
        String did, String spokeId, String endpoint, List<String> capabilities, Boolean visible, DirectoryProof proof) {

    private static final String PURPOSE = "wheelwright directory entry";

    /** What a proof is a signature of: four lines, in UTF-8, with a line feed between them. */
    public byte[] signedText() {
        return String.join("\n", PURPOSE, did, spokeId, endpoint).getBytes(StandardCharsets.UTF_8);
    }

    /** The same with a proof. */
    public DirectoryRegistration with(DirectoryProof proof) {
        return new DirectoryRegistration(did, spokeId, endpoint, capabilities, visible, proof);
    }
}
