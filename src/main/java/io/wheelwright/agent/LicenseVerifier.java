package io.wheelwright.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.agent.protocol.LicenseBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/** Says whether a license was issued for this spoke, without asking anybody. */
final class LicenseVerifier {
    private static final String ISSUER = "wheelwright";
    private static final String AUDIENCE = "wheelwright-spoke";
    private static final int PARTS = 3;

    private final String spokeId;

    LicenseVerifier(String spokeId) {
        this.spokeId = spokeId;
    }

    License verify(LicenseBundle bundle) throws LicenseRejected {
        String[] parts = bundle.license().strip().split("\\.", -1);
        require(parts.length == PARTS, LicenseProblem.MALFORMED);
        JsonNode header = json(parts[0]);
        require("RS256".equals(header.path("alg").asText()), LicenseProblem.WRONG_ALGORITHM);
        require(!header.has("crit"), LicenseProblem.MALFORMED);
        PublicKey key = new JsonWebKeys(bundle.jwks())
                .find(header.path("kid").asText())
                .orElseThrow(() -> new LicenseRejected(LicenseProblem.UNKNOWN_KEY));
        require(signed(key, parts), LicenseProblem.BAD_SIGNATURE);
        License license = claims(parts[1]);
        require(ISSUER.equals(license.issuer()), LicenseProblem.WRONG_ISSUER);
        require(isForSpokes(license.audience()), LicenseProblem.WRONG_AUDIENCE);
        require(spokeId.equals(license.spokeId()), LicenseProblem.WRONG_SPOKE);
        return license;
    }

    private static boolean signed(PublicKey key, String[] parts) throws LicenseRejected {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(decoded(parts[2]));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isForSpokes(JsonNode audience) {
        if (audience.isTextual()) {
            return AUDIENCE.equals(audience.asText());
        }
        for (JsonNode one : audience) {
            if (AUDIENCE.equals(one.asText())) {
                return true;
            }
        }
        return false;
    }

    private static License claims(String part) throws LicenseRejected {
        try {
            return Json.MAPPER.treeToValue(json(part), License.class);
        } catch (IOException e) {
            throw new LicenseRejected(LicenseProblem.MALFORMED);
        }
    }

    private static JsonNode json(String part) throws LicenseRejected {
        try {
            JsonNode json = Json.MAPPER.readTree(decoded(part));
            require(json.isObject(), LicenseProblem.MALFORMED);
            return json;
        } catch (IOException e) {
            throw new LicenseRejected(LicenseProblem.MALFORMED);
        }
    }

    private static byte[] decoded(String part) throws LicenseRejected {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            throw new LicenseRejected(LicenseProblem.MALFORMED);
        }
    }

    private static void require(boolean holds, LicenseProblem otherwise) throws LicenseRejected {
        if (!holds) {
            throw new LicenseRejected(otherwise);
        }
    }
}
