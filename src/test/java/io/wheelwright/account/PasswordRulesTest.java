package io.wheelwright.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.wheelwright.problem.Check;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "granite otter parcel nine",
                "k3#vQz!9mWp2",
                "correct horse battery staple 17",
                "żółć gęślą jaźń ćma",
                "\ud83d\ude80 rockets over old harbor"
            })
    void whatNobodyGuessesIsGood(String password) {
        assertThatCode(() -> check(password)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "elevenchars",
                "password1234",
                "passwordpassword",
                "123456789012",
                "qwertyuiop123",
                "aaaaaaaaaaaaaaaa",
                "ada.lovelace@acme.example",
                "ada.lovelace1815",
                "acme.example1",
                "P@ssw0rd1234",
                "iloveyou1234"
            })
    @NullAndEmptySource
    void whatIsShortOrCommonIsRefusedAndNotRepeated(String password) {
        HttpProblem refusal = catchThrowableOfType(HttpProblem.class, () -> check(password));

        assertThat(refusal.getDetail()).startsWith("password ");
        if (password != null && !password.isEmpty()) {
            assertThat(refusal.getDetail()).doesNotContain(password);
        }
    }

    private static void check(String password) {
        Check check = new Check();
        PasswordRules.checkLength(check, password);
        check.done();
        PasswordRules.checkStrength(password, "ada.lovelace@acme.example", "Acme", null);
    }
}
