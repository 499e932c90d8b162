package io.wheelwright.audit;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Follows the whole chain, part by part, so that no transaction is long. */
@ApplicationScoped
class Verification {

    private final Seals seals;

    Verification(Seals seals) {
        this.seals = seals;
    }

    AuditVerification run() {
        Chain chain = new Chain();
        Optional<BrokenLink> broken = follow(chain).or(this::passedBy);
        return new AuditVerification(
                broken.isEmpty(), chain.length(), seals.waiting(), chain.head(), broken.orElse(null));
    }

    private Optional<BrokenLink> follow(Chain chain) {
        List<Seal> next = seals.after(0);
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
