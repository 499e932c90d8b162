package io.wheelwright.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "ada@acme.example, ada@acme.example",
        "Ada@ACME.Example, ada@acme.example",
        "ada+news@acme.example, ada+news@acme.example",
        "ada.l@mail.acme.example, ada.l@mail.acme.example",
        "ADA@münchen.example, ada@xn--mnchen-3ya.example",
        "ada@MÜNCHEN.example, ada@xn--mnchen-3ya.example",
        "ada@xn--mnchen-3ya.example, ada@xn--mnchen-3ya.example",
        "\uff41\uff44\uff41@acme.example, ada@acme.example",
        "jose\u0301@acme.example, jos\u00e9@acme.example"
    })
    void isOneHoweverItIsWritten(String text, String key) {
        assertThat(Address.parse(text)).get().satisfies(address -> {
            assertThat(address.written()).isEqualTo(text);
            assertThat(address.key()).isEqualTo(key);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ada",
                "@acme.example",
                "ada@",
                "ada@acme",
                "ada@@acme.example",
                "ada@acme..example",
                ".ada@acme.example",
                "ada.@acme.example",
                "ada lovelace@acme.example",
                "\"ada lovelace\"@acme.example",
                "Ada <ada@acme.example>",
                "ada(comment)@acme.example",
                "ada@[127.0.0.1]",
                "@gate.example:ada@acme.example",
                "ada@-acme.example",
                "ada@acme.example\r\nBcc: all@acme.example",
                "ada@acme.example\u0000",
                "a\u202eda@acme.example",
                "\ud800a@acme.example",
                "ada@acme.example,bob@acme.example",
                "ada@acme.example "
            })
    void whatIsNoAddressIsNone(String text) {
        assertThat(Address.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {243, 5_000, 500_000})
    void noneIsLongerThanMailServersTake(int length) {
        assertThat(Address.parse("a".repeat(length) + "@acme.example")).isEmpty();
    }
}
