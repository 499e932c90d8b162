package io.wheelwright.lifecycle;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.mail.MailTime;
import io.wheelwright.organization.Customer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a customer is to be told at an instant: decided anew each time, so that what is not so any more is not told. */
final class Notices {

    private static final String SEPARATOR = "/";

    private Notices() {}

    /**
     * All that may be told of where a customer stands.
     *
     * @param seen how it is known
     */
    static Stream<Notice> of(Customer customer, Standing standing, Seen seen, Instant now) {
        return Stream.concat(
                Stream.of(arrival(customer, standing, seen.since())), outlooks(customer, standing, seen, now));
    }

    /** What may be told of what is to come. */
    static Stream<Notice> outlooks(Customer customer, Standing standing, Seen seen, Instant now) {
        return Stream.of(reminder(customer, standing, seen.since(), now), cancellation(customer, standing, seen))
                .flatMap(Optional::stream);
    }

    /** That the customer has got to a stage. */
    static Notice arrival(Customer customer, Standing standing, Instant since) {
        Map<String, String> model = model(customer);
        model.put("why", standing.entitlement().reason());
        model.put("since", MailTime.of(since));
        model.put("until", time(standing.entitlement().nextChange().filter(customer::isMeant)));
        model.put("ended", time(customer.facts().map(BillingFacts::endsAt).or(() -> Optional.of(since))));
        model.put("deletion", time(Standing.deletion(customer).filter(customer::isMeant)));
        return new Notice(NoticeKind.of(standing.stage()), anchor(customer, since.toString()), model);
    }

    /**
     * That the bank asks the customer to confirm a payment, and what holds until then.
     *
     * @param invoice the one that is to be paid
     */
    static Notice confirmation(Customer customer, Standing standing, String invoice) {
        Map<String, String> model = model(customer);
        model.put("why", standing.entitlement().reason());
        model.put("until", time(standing.entitlement().nextChange().filter(customer::isMeant)));
        return new Notice(NoticeKind.ACTION_REQUIRED, anchor(customer, invoice), model);
    }

    /** That an end is near. */
    static Optional<Notice> reminder(Customer customer, Standing standing, Instant since, Instant now) {
        Optional<Countdown> countdown = standing.countdown().filter(end -> customer.isMeant(end.end()));
        return countdown.flatMap(end -> end.last(since, now).map(day -> {
            Map<String, String> model = model(customer);
            model.put("days", Long.toString(end.left(now)));
            model.put("end", MailTime.of(end.end()));
            return new Notice(end.kind(), anchor(customer, end.end().toString(), day.toString()), model);
        }));
    }

    /**
     * That a subscription which is paid ends on a later day, until it is kept after all. One that was planned already when
     * the hub first saw the customer was told by then, if it was to be told.
     */
    static Optional<Notice> cancellation(Customer customer, Standing standing, Seen seen) {
        Optional<Instant> end = standing.lastDay()
                .filter(customer::isMeant)
                .filter(day -> !day.truncatedTo(ChronoUnit.SECONDS).equals(seen.end()));
        return end.map(day -> {
            Map<String, String> model = model(customer);
            model.put("end", MailTime.of(day));
            return new Notice(NoticeKind.CANCELLATION_SCHEDULED, anchor(customer, day.toString()), model);
        });
    }

    /** UID of the organization that an anchor is of. */
    static String organization(String anchor) {
        return anchor.substring(0, anchor.indexOf(SEPARATOR));
    }

    private static String anchor(Customer customer, String... parts) {
        return customer.uid() + SEPARATOR + String.join(SEPARATOR, parts);
    }

    private static Map<String, String> model(Customer customer) {
        return new HashMap<>(Map.of("organization", customer.name()));
    }

    private static String time(Optional<Instant> instant) {
        return instant.map(MailTime::of).orElse("");
    }
}
