package io.wheelwright.organization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrganizationIdTest {

    @ParameterizedTest
    @CsvSource({
        "Acme, acme-",
        "Müller & Söhne, muller-sohne-",
        "kube-system, org-kube-system-",
        "Kube System, org-kube-system-",
        "admin, org-admin-",
        "WWW, org-www-",
        "wheelwright fleet, org-wheelwright-fl-",
        "Administrators, administrators-",
        "Vendor Fleet, org-vendor-fleet-",
        "Vendor Fleet One, org-vendor-fleet-o-",
        "Vendor Fleets, vendor-fleets-",
        "日本, x-",
        "../../etc/passwd, etc-passwd-"
    })
    void isASafeNameThatBelongsToNobodyElse(String name, String begin) {
        assertThat(OrganizationId.of(name, Set.of("vendor-fleet", "wheelwright-system")))
                .startsWith(begin)
                .hasSize(begin.length() + 5)
                .hasSizeLessThanOrEqualTo(24)
                .matches("[a-z]([-a-z0-9]*[a-z0-9])?");
    }
}
