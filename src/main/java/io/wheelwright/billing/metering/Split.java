package io.wheelwright.billing.metering;

import java.util.List;

/**
 * What came of splitting what an organization has used.
 *
 * @param doubt why something was not split and waits, for people; null where all was split
 * @param unsold what is not charged, and could be
 */
record Split(String orgId, String doubt, List<Unsold> unsold) {

    Split {
        unsold = List.copyOf(unsold);
    }

    boolean isWhole() {
        return doubt == null;
    }
}
