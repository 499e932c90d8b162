package io.wheelwright.audit;

import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Follows the chain, part by part, so that no transaction is long; once at a time, as it is a long way. */
@ApplicationScoped
class Verification {

    private final Seals seals;
    private final Semaphore turn = new Semaphore(1);

    Verification(Seals seals) {
        this.seals = seals;
    }

    /** From behind that seal; ends the request while another one is under way. */
    AuditVerification run(NotedSeal noted) {
        if (!turn.tryAcquire()) {
            throw Problem.of(ProblemType.UNAVAILABLE, "The audit is being verified already: try again afterwards.");
        }
        try {
            return verify(noted);
        } finally {
            turn.release();
        }
    }

    private AuditVerification verify(NotedSeal noted) {
        Chain chain = new Chain(noted);
        Optional<BrokenLink> broken = differs(noted).or(() -> follow(chain)).or(this::passedBy);
        return new AuditVerification(
                broken.isEmpty(), chain.length(), seals.waiting(), chain.head(), broken.orElse(null));
    }

    private Optional<BrokenLink> differs(NotedSeal noted) {
        if (noted.equals(NotedSeal.START)) {
            return Optional.empty();
        }
        Optional<Seal> there = seals.at(noted.seq());
        return there.filter(seal -> seal.hash().equals(noted.hash())).isPresent()
                ? Optional.empty()
                : Optional.of(
                        new BrokenLink(
                                noted.seq(),
                                there.map(Seal::entryId).orElse(null),
                                "The seal is not the one that was noted: the chain before it was made anew, or its end is gone."));
    }

    private Optional<BrokenLink> follow(Chain chain) {
        List<Seal> next = seals.after(chain.length());
        while (!next.isEmpty()) {
            for (Seal seal : next) {
                Optional<BrokenLink> broken = chain.follow(seal);
                if (broken.isPresent()) {
                    return broken;
                }
            }
            next = seals.after(chain.length());
        }
        return Optional.empty();
    }

    private Optional<BrokenLink> passedBy() {
        return seals.passedBy()
                .map(entry ->
                        new BrokenLink(null, entry, "The entry has come or gone without a seal: somebody forged it."));
    }
}
