package io.wheelwright.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnPagesTest {

    @ParameterizedTest
    @CsvSource({
        "https://hub.example, https://hub.example",
        "https://Hub.Example:443/wheelwright/, https://hub.example",
        "https://hub.example:8443, https://hub.example:8443",
        "http://127.0.0.1:8080, http://127.0.0.1:8080",
        "http://hub.example:80, http://hub.example"
    })
    void theOriginIsWrittenAsBrowsersWriteIt(URI home, String origin) {
        assertThat(OwnPages.origin(home)).isEqualTo(origin);
    }
}
