package io.wheelwright.audit;

import java.util.Optional;

/** Follows the chain, seal by seal. */
final class Chain {

    private long length;
    private String head;

    /** Follows it from behind that seal. */
    Chain(NotedSeal noted) {
        length = noted.seq();
        head = noted.hash();
    }

    /** What is wrong with the next seal; empty when it fits. */
    Optional<BrokenLink> follow(Seal seal) {
        if (seal.seq() != length + 1) {
            return Optional.of(new BrokenLink(length + 1, null, "The seal is gone: somebody removed it."));
        }
        if (seal.entry() == null) {
            return broken(seal, "The entry is gone: somebody removed it.");
        }
        if (!seal.entry().sealedOnto(head).equals(seal.hash())) {
            return broken(seal, "The entry, or its seal, is not what it was: somebody changed it.");
        }
        length = seal.seq();
        head = seal.hash();
        return Optional.empty();
    }

    long length() {
        return length;
    }

    /** The last seal that fits; it stands for all before it. */
    String head() {
        return head;
    }

    private static Optional<BrokenLink> broken(Seal seal, String reason) {
        return Optional.of(new BrokenLink(seal.seq(), seal.entryId(), reason));
    }
}
