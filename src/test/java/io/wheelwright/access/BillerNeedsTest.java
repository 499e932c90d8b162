package io.wheelwright.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BillerNeedsTest {

    private static final Optional<String> HASH = Optional.of("a".repeat(64));
    private static final Optional<String> ADMIN = Optional.of("b".repeat(64));

    @Test
    void aHubWithoutABillerNeedsNothing() {
        assertThat(BillerNeeds.unmet(Optional.empty(), Optional.empty(), ADMIN)).isEmpty();
        assertThat(BillerNeeds.unmet(HASH, Optional.of("erp-2"), ADMIN)).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"manual", "stripe", "ERP", "-erp", ""})
    void aBillerHasANameOfItsOwn(String source) {
        assertThat(BillerNeeds.unmet(HASH, Optional.ofNullable(source), ADMIN))
                .singleElement()
                .asString()
                .contains("wheelwright.biller.source");
    }

    @Test
    void aBillerHasATokenOfItsOwn() {
        assertThat(BillerNeeds.unmet(ADMIN, Optional.of("erp"), ADMIN))
                .singleElement()
                .asString()
                .contains("wheelwright.admin.token-sha256");
        assertThat(BillerNeeds.unmet(Optional.of("the token itself"), Optional.of("erp"), ADMIN))
                .singleElement()
                .asString()
                .contains("wheelwright.biller.token-sha256")
                .doesNotContain("the token itself");
    }
}
