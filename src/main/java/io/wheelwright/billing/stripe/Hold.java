package io.wheelwright.billing.stripe;

import java.util.List;
import java.util.stream.Stream;

/** Why nothing is written although Stripe says something: what is not understood takes nothing away. */
enum Hold {
    /** A status that the hub does not know. */
    unknown_status,
    /** The prices are those of no plan, or of several. */
    unknown_price,
    /** A date is missing that the status needs. */
    missing_date,
    /** The subscription is of the other mode. */
    other_mode,
    /** It is not certain that this organization is the one that the metadata means. */
    other_organization,
    /** Another biller, or somebody with kubectl, keeps the billing state. */
    kept_by_another,
    /** The organization was deleted, and the subscription lives. */
    organization_gone,
    /** It is the organization of who runs the hub. */
    own_organization,
    /** Too many would lose access at once. */
    brake,
    /** The Kubernetes API refuses what would be written. */
    refused,
    /** It is read with a status to which nothing leads from the one before. */
    illegal_transition,
    /** Stripe does not have the subscription. */
    missing,
    /** Stripe has it, or may have it, and does not show it to this key. */
    unreadable;

    /** Whether it is about the reading itself: only a read that is believed ends it. */
    boolean isUnread() {
        return this == missing || this == unreadable || this == illegal_transition;
    }

    /** Names of those that are. */
    static List<String> unread() {
        return Stream.of(values()).filter(Hold::isUnread).map(Enum::name).toList();
    }
}
