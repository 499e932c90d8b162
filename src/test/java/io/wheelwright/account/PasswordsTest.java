package io.wheelwright.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    private final Passwords passwords = new Passwords();

    @Test
    void areHashedAsOwaspAsksFor() {
        assertThat(passwords.hash("granite otter parcel nine")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void matchTheirHashAndNoOther() {
        String hash = passwords.hash("granite otter parcel nine");

        assertThat(passwords.matches("granite otter parcel nine", hash)).isTrue();
        assertThat(passwords.matches("granite otter parcel ten", hash)).isFalse();
        assertThat(passwords.hash("granite otter parcel nine")).isNotEqualTo(hash);
        assertThat(passwords.isOutdated(hash)).isFalse();
    }

    @Test
    void aDamagedHashIsAnErrorAndNotAWrongPassword() {
        String hash = passwords.hash("granite otter parcel nine");
        for (String damaged : List.of(hash.substring(0, hash.length() - 1), hash.replace("m=19456", "m=1"), "", "x")) {
            assertThatThrownBy(() -> passwords.matches("granite otter parcel nine", damaged))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageNotContaining("$");
        }
    }

    @Test
    void areTheSameHoweverAKeyboardComposesThem() {
        assertThat(passwords.matches("caf\u00e9 otter parcel", passwords.hash("cafe\u0301 otter parcel")))
                .isTrue();
    }

    @Test
    void thatAnotherLibraryHasHashedStillMatch() {
        String byPassword4j =
                "$argon2id$v=19$m=19456,t=2,p=1$9DbFxXWDUZQAuhS0K7psFg$JuSHM6cuHVKt63EdMI5zwjWRLbysUFSWbA/XXSpTycc";

        assertThat(passwords.matches("granite otter parcel nine", byPassword4j)).isTrue();
        assertThat(passwords.matches("granite otter parcel ten", byPassword4j)).isFalse();
        assertThat(passwords.isOutdated(byPassword4j)).isFalse();
    }

    @Test
    void thatWereHashedWithLessEffortStillMatchAndAreOutdated() {
        String old =
                Argon2Factory.create(Argon2Types.ARGON2id).hash(1, 4096, 1, "granite otter parcel nine".toCharArray());

        assertThat(passwords.matches("granite otter parcel nine", old)).isTrue();
        assertThat(passwords.isOutdated(old)).isTrue();
    }
}
