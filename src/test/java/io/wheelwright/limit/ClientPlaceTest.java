package io.wheelwright.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientPlaceTest {

    private static final ClientPlace BEHIND_TWO = ClientPlace.behind("10.0.0.0/8", "fd00::/8");

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, '', 203.0.113.7",
        "203.0.113.7, 198.51.100.1, 203.0.113.7",
        "10.1.2.3, 198.51.100.1, 198.51.100.1",
        "10.1.2.3, '198.51.100.1, 10.9.9.9', 198.51.100.1",
        "10.1.2.3, '192.0.2.66, 198.51.100.1', 198.51.100.1",
        "10.1.2.3, '192.0.2.66,198.51.100.1 , 10.9.9.9', 198.51.100.1",
        "fd00::1, 198.51.100.1, 198.51.100.1",
        "::ffff:10.1.2.3, 198.51.100.1, 198.51.100.1",
        "10.1.2.3, '', 10.1.2.3",
        "10.1.2.3, unknown, 10.1.2.3",
        "10.1.2.3, 10.4.4.4, 10.4.4.4",
        "10.1.2.3, 198.51.100.1:5678, 198.51.100.1",
        "10.1.2.3, '198.51.100.1:99, 10.9.9.9:1', 198.51.100.1",
        "10.1.2.3, 'x1,x2,x3,x4,x5,x6,x7,x8,x9,x10,x11,x12,x13,x14,x15,x16,x17,x18,x19,x20,x21,198.51.100.1', 198.51.100.1",
        "10.1.2.3, '198.51.100.1, nonsense', 10.1.2.3"
    })
    void isTheLastAddressThatIsNoneOfOurProxies(String peer, String forwarded, String place) {
        assertThat(BEHIND_TWO.of(peer, forwarded.isEmpty() ? List.of() : List.of(forwarded)))
                .isEqualTo(place);
    }

    @Test
    void theAddressOfTheClientIsWhole() {
        assertThat(BEHIND_TWO.address("10.1.2.3", List.of("192.0.2.66", "[2001:db8::5]:443")))
                .isEqualTo("2001:db8::5");
        assertThat(BEHIND_TWO.address("203.0.113.7", List.of("192.0.2.66"))).isEqualTo("203.0.113.7");
        assertThat(BEHIND_TWO.address("", List.of())).isEmpty();
    }

    @Test
    void whereThereAreNoProxiesNobodyIsBelieved() {
        assertThat(ClientPlace.behind("none").of("10.1.2.3", List.of("198.51.100.1")))
                .isEqualTo("10.1.2.3");
    }

    @Test
    void headersThatCameApartAreOneList() {
        assertThat(BEHIND_TWO.of("10.1.2.3", List.of("192.0.2.66", "198.51.100.1")))
                .isEqualTo("198.51.100.1");
    }

    @Test
    void aCustomerOfAProviderHasHalfOfAnIpv6Address() {
        ClientPlace direct = ClientPlace.behind();
        String place = direct.of("2001:db8:1:2:3:4:5:6", List.of());

        assertThat(direct.of("2001:db8:1:2:ffff::1", List.of())).isEqualTo(place);
        assertThat(direct.of("[2001:db8:1:2::9]", List.of())).isEqualTo(place);
        assertThat(direct.of("2001:db8:1:3::1", List.of())).isNotEqualTo(place);
        assertThat(direct.of("::ffff:203.0.113.7", List.of())).isEqualTo("203.0.113.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/x", "::1/129", "10.0.0/-1"})
    void whatIsNoNetworkIsNamedAtTheStart(String network) {
        assertThatThrownBy(() -> ClientPlace.behind(network))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("trusted-proxies");
    }
}
