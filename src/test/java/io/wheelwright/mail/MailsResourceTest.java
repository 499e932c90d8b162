package io.wheelwright.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class MailsResourceTest {

    @Inject
    Mails mails;

    @Test
    void anInstanceIsWelcomedOnceWhoeverOwnsItByNow() {
        String birthId = UUID.randomUUID().toString();

        mails.enqueue("former-" + birthId, "welcome", birthId, "ada@acme.example", Map.of());
        mails.enqueue("made-anew-" + birthId, "welcome", birthId, "ada@acme.example", Map.of());

        assertThat(QuarkusTransaction.requiringNew().call(() -> MailEntity.count("anchor", birthId)))
                .isEqualTo(1);
    }
}
