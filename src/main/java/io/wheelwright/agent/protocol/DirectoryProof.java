package io.wheelwright.agent.protocol;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * That whoever registers holds a key, which is the DID's where the document of the DID has it, too.
 *
 * @param publicKey the 32 bytes of the Ed25519 key in base64url without padding, as {@code x} of a JSON Web Key (RFC 8037)
 * @param signature the key's signature (RFC 8032) of {@link DirectoryRegistration#signedText}, in the same form
 */
@JsonNaming(SnakeCaseStrategy.class)
public record DirectoryProof(String publicKey, String signature) {}
