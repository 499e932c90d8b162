package io.wheelwright.spoke.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ComparisonTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private static final String QUOTA = """
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: q, labels: {a: b}}
            spec: {hard: {limits.cpu: "4", limits.memory: 4Gi}}
            """;

    private static final String POLICY = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: p}
            spec: {podSelector: {}, policyTypes: [Egress]}
            """;

    private final Comparison comparison = new Comparison(YAML);

    @Test
    void anObjectIsUpToDateWithItself() {
        assertThat(comparison.upToDate(object(QUOTA), object(QUOTA))).isTrue();
    }

    @Test
    void whatTheClusterAddsToMetadataAndStatusIsNoDifference() {
        String seen = QUOTA.replace("{a: b}", "{a: b, c: d}") + "status: {hard: {limits.cpu: \"4\"}}\n";

        assertThat(comparison.upToDate(object(seen), object(QUOTA))).isTrue();
    }

    @Test
    void anotherSpellingOfAQuantityIsNoDifference() {
        assertThat(comparison.upToDate(object(QUOTA.replace("\"4\"", "4000m")), object(QUOTA)))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("differences")
    void aChangedRuleIsADifference(String what, String actual, String desired) {
        assertThat(comparison.upToDate(object(actual), object(desired)))
                .as(what)
                .isFalse();
    }

    static Stream<Arguments> differences() {
        return Stream.of(
                Arguments.of("a wider quota", QUOTA.replace("\"4\"", "\"400\""), QUOTA),
                Arguments.of("a bound that is gone", QUOTA.replace("limits.cpu: \"4\", ", ""), QUOTA),
                Arguments.of("an added bound", QUOTA.replace("4Gi", "4Gi, pods: \"1\""), QUOTA),
                Arguments.of("a lost label", QUOTA.replace("a: b", "a: x"), QUOTA),
                Arguments.of(
                        "a selector that misses pods",
                        POLICY.replace("podSelector: {}", "podSelector: {matchLabels: {x: y}}"),
                        POLICY),
                Arguments.of(
                        "an added rule",
                        POLICY.replace("[Egress]", "[Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]"),
                        POLICY),
                Arguments.of("a policy type that is gone", POLICY.replace("[Egress]", "[Ingress]"), POLICY));
    }

    private static HasMetadata object(String yaml) {
        return YAML.unmarshal(yaml);
    }
}
