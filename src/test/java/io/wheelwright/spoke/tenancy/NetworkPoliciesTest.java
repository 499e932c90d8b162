package io.wheelwright.spoke.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkPoliciesTest {

    @ParameterizedTest
    @CsvSource({
        "wheelwright.wheelwright-system, true",
        "wheelwright.wheelwright-system.svc, true",
        "wheelwright.wheelwright-system.svc.cluster.local, true",
        "wheelwright.another.svc, false",
        "hub.example.com, false",
        "hub.wheelwright-system.example.com, false",
        "hub.svc.example.com, false",
        "hub, false",
        "127.0.0.1, false",
        "'[2001:db8::1]', false",
    })
    void theHubIsReachedAsAServiceOfTheClusterByItsNameAlone(String host, boolean isService) {
        assertThat(NetworkPolicies.isServiceOf("wheelwright-system", host)).isEqualTo(isService);
    }
}
