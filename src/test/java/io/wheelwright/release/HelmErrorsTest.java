package io.wheelwright.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.release.ReleaseException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelmErrorsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FORBIDDEN      | Unable to continue with install: networkpolicies.networking.k8s.io "x" is forbidden: User "u" cannot get resource
            INVALID_VALUES | values don't meet the specifications of the schema(s) in the following chart(s): choosy
            INVALID_CHART  | parse error at (x/templates/x.yaml:4): unclosed action
            INVALID_CHART  | parse error at (x/templates/x.yaml:9): unexpected EOF
            INVALID_CHART  | error validating "": error validating data: failed to check CRD: failed to list CRDs: x is forbidden
            INVALID_CHART  | execution error at (x/templates/a.yaml:3:4): no such host: i/o timeout
            INVALID_CHART  | Service "x" is invalid: spec.ports[0].port: Invalid value: 99999
            HOOK_FAILED    | failed pre-install: job hook failed: BackoffLimitExceeded
            UNREACHABLE    | Kubernetes cluster unreachable: Get "https://10.0.0.1/version": dial tcp: i/o timeout
            UNREACHABLE    | create: failed to create: etcdserver: leader changed
            UNREACHABLE    | Get "https://10.0.0.1/api/v1/namespaces/x/secrets": net/http: TLS handshake timeout
            UNREACHABLE    | Post "https://10.0.0.1/api/v1/namespaces/x/secrets": unexpected EOF
            UNREACHABLE    | Patch "https://10.0.0.1/apis/apps/v1/namespaces/x/deployments/y": EOF
            UNREACHABLE    | Get "https://kubernetes.default.svc/version": dial tcp: lookup kubernetes.default.svc: no such host
            UNREACHABLE    | the server is currently unable to handle the request (post secrets)
            OTHER          | pods "x" is forbidden: exceeded quota: wheelwright, requested: limits.cpu=2
            OTHER          | something that nobody foresaw
            """)
    void isToldByItsText(Kind kind, String text) {
        assertThat(HelmErrors.of(text).kind()).isEqualTo(kind);
    }

    @Test
    void namesNoPathAndNoToken() {
        String redacted = HelmErrors.redact("open /var/tmp/wheelwright-helm-1/charts/x.tgz: no such file; "
                + "https://hub.example.com/path stays, Bearer eyJhbGciOi.eyJpc3MiOi.c2lnbmF0dXJl goes");

        assertThat(redacted).isEqualTo("open …: no such file; https://hub.example.com/path stays, Bearer *** goes");
    }

    @Test
    void isOfBoundedLength() {
        assertThat(HelmErrors.redact("x".repeat(10_000))).hasSizeLessThan(1000).endsWith("…");
    }
}
