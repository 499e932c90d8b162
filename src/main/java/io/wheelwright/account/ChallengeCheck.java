package io.wheelwright.account;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.wheelwright.account.Challenge.Verdict;
import io.wheelwright.account.SignupConfig.ChallengeConfig;
import io.wheelwright.account.SignupConfig.Provider;
import io.wheelwright.account.SignupConfig.WhenAway;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Ends requests of those who have not solved the challenge, where there is one. */
@Startup
@ApplicationScoped
class ChallengeCheck {

    static final String FIELD = "challenge_response";
    static final int LONGEST = 8192;

    private final Optional<Challenge> challenge;
    private final boolean opensWhenAway;
    private final MeterRegistry registry;

    ChallengeCheck(SignupConfig config, MeterRegistry registry) {
        this.challenge = challenge(config.challenge());
        this.opensWhenAway = config.challenge().whenAway() == WhenAway.OPEN;
        this.registry = registry;
        Arrays.stream(Verdict.values()).forEach(this::counter);
    }

    /** What is missing is told by {@link PostureNeeds}, which ends the start of a hosted hub. */
    private static Optional<Challenge> challenge(ChallengeConfig config) {
        return config.provider() == Provider.NONE
                ? Optional.empty()
                : config.url()
                        .flatMap(url -> config.secret().map(secret -> new SiteVerify(url, secret, config.timeout())));
    }

    /** Asks the provider, outside of any transaction: it may take a while. */
    void demand(String response) {
        if (challenge.isEmpty()) {
            return;
        }
        if (response == null) {
            throw Problem.invalid(FIELD, "is required: solve the challenge of the signup page");
        }
        Verdict verdict = challenge.get().judge(response);
        counter(verdict).increment();
        if (verdict == Verdict.FAILED) {
            throw Problem.invalid(FIELD, "is not good, or not any more: solve the challenge once more");
        }
        if (isToBeTriedAgain(verdict, opensWhenAway)) {
            throw Problem.of(ProblemType.UNAVAILABLE, "The challenge cannot be verified at the moment: try again.");
        }
    }

    /** A crowd gets nobody in: it is no outage, for all that it looks like one. */
    static boolean isToBeTriedAgain(Verdict verdict, boolean opensWhenAway) {
        return verdict == Verdict.BUSY || verdict == Verdict.UNAVAILABLE && !opensWhenAway;
    }

    private Counter counter(Verdict verdict) {
        return Counter.builder("wheelwright.challenges")
                .description("Challenges of signups that were solved, or not, or could not be verified.")
                .tag("outcome", verdict.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
