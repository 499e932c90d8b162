package io.wheelwright.agent;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/** The DID document of a spoke: who it is, and the key by which others know it. */
@JsonPropertyOrder({"@context", "id", "verificationMethod", "authentication", "assertionMethod", "service"})
record DidDocument(
        @JsonProperty("@context") List<String> context,
        String id,
        List<VerificationMethod> verificationMethod,
        List<String> authentication,
        List<String> assertionMethod,
        List<Service> service) {

    record VerificationMethod(String id, String type, String controller, String publicKeyMultibase) {}

    record Service(String id, String type, String serviceEndpoint) {}

    static DidDocument of(String did, String multibase, String endpoint) {
        String keyId = did + "#" + multibase;
        return new DidDocument(
                List.of("https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/ed25519-2020/v1"),
                did,
                List.of(new VerificationMethod(keyId, "Ed25519VerificationKey2020", did, multibase)),
                List.of(keyId),
                List.of(keyId),
                List.of(new Service(did + "#spoke", "Spoke", endpoint)));
    }
}
