package io.wheelwright.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class VerificationTest {

    /** An empty chain that is read no faster than a test allows. */
    private static final class SlowSeals extends Seals {

        private final CompletableFuture<Void> asked = new CompletableFuture<>();
        private final CompletableFuture<Void> answered = new CompletableFuture<>();

        SlowSeals() {
            super(null, null);
        }

        @Override
        List<Seal> after(long seq) {
            asked.complete(null);
            answered.join();
            return List.of();
        }

        @Override
        Optional<Long> passedBy() {
            return Optional.empty();
        }

        @Override
        long waiting() {
            return 0;
        }
    }

    @Test
    void isDoneOnceAtATime() {
        SlowSeals seals = new SlowSeals();
        Verification verification = new Verification(seals);
        CompletableFuture<AuditVerification> first =
                CompletableFuture.supplyAsync(() -> verification.run(NotedSeal.START));
        seals.asked.join();

        assertThatExceptionOfType(HttpProblem.class)
                .isThrownBy(() -> verification.run(NotedSeal.START))
                .satisfies(refusal -> assertThat(refusal.getStatusCode()).isEqualTo(503));

        seals.answered.complete(null);
        assertThat(first.join().intact()).isTrue();
        assertThat(verification.run(NotedSeal.START).intact()).isTrue();
    }
}
