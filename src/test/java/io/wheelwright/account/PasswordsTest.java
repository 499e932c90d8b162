package io.wheelwright.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
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
    void areTheSameHoweverAKeyboardComposesThem() {
        assertThat(passwords.matches("caf\u00e9 otter parcel", passwords.hash("cafe\u0301 otter parcel")))
                .isTrue();
    }

    @Test
    void thatWereHashedWithLessEffortStillMatchAndAreOutdated() {
        String old = Password.hash("granite otter parcel nine")
                .addRandomSalt(16)
                .with(Argon2Function.getInstance(4096, 1, 1, 32, Argon2.ID))
                .getResult();

        assertThat(passwords.matches("granite otter parcel nine", old)).isTrue();
        assertThat(passwords.isOutdated(old)).isTrue();
    }
}
