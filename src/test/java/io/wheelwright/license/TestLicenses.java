package io.wheelwright.license;

import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;

/** Licenses with claims of a test's choice, by the hub's own key. */
@ApplicationScoped
public class TestLicenses {

    private final LicenseKey key;

    TestLicenses(LicenseKey key) {
        this.key = key;
    }

    /** A license that also says this. */
    public String license(Map<String, Object> claims) {
        return Jwt.claims(claims)
                .audience(LicenseIssuer.AUDIENCE)
                .expiresAt(Instant.now().plusSeconds(3600))
                .jws()
                .keyId(key.get().kid())
                .sign(key.get().signer());
    }
}
