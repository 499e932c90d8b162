package io.wheelwright.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.mail.Reason;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class PasswordResetOccasionResourceTest {

    @Inject
    PasswordResetOccasion occasion;

    @ParameterizedTest
    @CsvSource({"PT1M, P1D, true", "PT59M, P1D, true", "PT61M, P1D, false", "PT10M, PT5M, false"})
    void noLinkIsSentLongAfterItWasAskedForOrAfterANewPassword(Duration asked, Duration changed, boolean sent) {
        Instant now = Instant.now();
        UserEntity user = user(now.minus(changed));
        Reason reason = new Reason(user.id + "/1", Map.of(), now.minus(asked));

        assertThat(QuarkusTransaction.requiringNew().call(() -> occasion.details(reason)))
                .matches(details -> details.isPresent() == sent);
    }

    private static UserEntity user(Instant changed) {
        UserEntity user = new UserEntity();
        user.id = UUID.randomUUID();
        user.email = user.id + "@acme.example";
        user.emailKey = user.email;
        user.passwordHash = "none";
        user.createdAt = changed;
        user.updatedAt = changed;
        QuarkusTransaction.requiringNew().run(user::persist);
        return user;
    }
}
