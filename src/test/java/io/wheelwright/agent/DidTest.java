package io.wheelwright.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors of the specifications: base58-btc, Multikey by way of did:key, did:web, Ed25519 2020. */
class DidTest {
    @ParameterizedTest
    @CsvSource({
        "Hello World!, 2NEpo7TZRRrLZSi2U",
        "The quick brown fox jumps over the lazy dog., USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
        "'', ''"
    })
    void base58OfText(String text, String encoded) {
        assertThat(Base58.encode(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(encoded);
    }

    @Test
    void base58KeepsLeadingZeros() {
        assertThat(Base58.encode(HexFormat.of().parseHex("0000287fb4cd"))).isEqualTo("11233QC4");
    }

    @ParameterizedTest
    @CsvSource({
        "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29, z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
        "4cb5abf6ad79fbf5abbccafcc269d85cd2651ed4b885b5869f241aedf0a5ba29, z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG",
        "7422b9887598068e32c4448a949adb290d0f4e35b9e01b0ee5f1a1e600fe2674, z6MknGc3ocHs3zdPiJbnaaqDi58NGb4pk1Sp9WxWufuXSdxf"
    })
    void multibaseOfEd25519Keys(String rawKey, String multibase) {
        assertThat(SpokeKey.multibase(HexFormat.of().parseHex(rawKey))).isEqualTo(multibase);
    }

    @ParameterizedTest
    @CsvSource({
        "w3c-ccg.github.io, did:web:w3c-ccg.github.io",
        "example.com:3000, did:web:example.com%3A3000",
        "localhost:8443, did:web:localhost%3A8443",
        "Acme.Example.COM, did:web:acme.example.com",
        "münchen.example, did:web:xn--mnchen-3ya.example"
    })
    void didWebOfHosts(String hostname, String did) {
        assertThat(DidWeb.of(hostname)).isEqualTo(did);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "192.0.2.1:8080",
                "[2001:db8::1]",
                "https://example.com",
                "example.com/spoke",
                "a b",
                ""
            })
    void didWebRefusesWhatIsNoHostName(String hostname) {
        assertThatIllegalArgumentException().isThrownBy(() -> DidWeb.of(hostname));
    }

    @Test
    void documentHasTheShapeOfTheSuite() {
        String did = "did:web:acme.example.com";
        String key = "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";

        JsonNode document = Json.MAPPER.valueToTree(DidDocument.of(did, key, "https://acme.example.com"));

        assertThat(document.path("@context").path(0).asText()).isEqualTo("https://www.w3.org/ns/did/v1");
        assertThat(document.path("@context").path(1).asText())
                .isEqualTo("https://w3id.org/security/suites/ed25519-2020/v1");
        assertThat(document.path("id").asText()).isEqualTo(did);
        JsonNode method = document.path("verificationMethod").path(0);
        assertThat(method.path("id").asText()).isEqualTo(did + "#" + key);
        assertThat(method.path("type").asText()).isEqualTo("Ed25519VerificationKey2020");
        assertThat(method.path("controller").asText()).isEqualTo(did);
        assertThat(method.path("publicKeyMultibase").asText()).isEqualTo(key);
        assertThat(document.path("authentication").path(0)).isEqualTo(method.path("id"));
        assertThat(document.path("assertionMethod").path(0)).isEqualTo(method.path("id"));
    }
}
