package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.BillingConcern;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingHold;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.ConcernKind;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a biller says, in words that fit a table: the state, then dates in days from now and what is the matter, such as
 * {@code past_due fullUntil+2 graceEndsAt+4 disputed=Full}. Nobody bills where it is {@code manual}.
 */
final class StatedText {

    private static final String NOBODY = "manual";

    private StatedText() {}

    /** What these words say. */
    static BillingFacts facts(String text, Instant now) {
        List<String> words = List.of(text.split(" "));
        if (text.equals(NOBODY)) {
            return null;
        }
        Instant hold = day("hold", words, now);
        return BillingFactsBuilder.builder()
                .source("stripe")
                .state(BillingState.valueOf(words.get(0)))
                .trialEndsAt(day("trialEndsAt", words, now))
                .fullUntil(day("fullUntil", words, now))
                .graceEndsAt(day("graceEndsAt", words, now))
                .endsAt(day("endsAt", words, now))
                .deleteAfter(day("deleteAfter", words, now))
                .concern(concern(words))
                .hold(hold == null ? null : new BillingHold("They pay on Monday.", "ada", hold))
                .build();
    }

    /** The words for this. */
    static String of(BillingFacts facts, Instant now) {
        if (facts == null) {
            return NOBODY;
        }
        Map<String, Instant> dates = new LinkedHashMap<>();
        dates.put("trialEndsAt", facts.trialEndsAt());
        dates.put("fullUntil", facts.fullUntil());
        dates.put("graceEndsAt", facts.graceEndsAt());
        dates.put("endsAt", facts.endsAt());
        dates.put("deleteAfter", facts.deleteAfter());
        dates.put("hold", facts.hold() == null ? null : facts.hold().until());
        StringBuilder text = new StringBuilder(facts.state().name());
        dates.forEach((name, date) -> {
            if (date != null) {
                text.append(" %s%+d".formatted(name, Duration.between(now, date).toDays()));
            }
        });
        if (facts.concern() != null) {
            text.append(
                    " %s=%s".formatted(facts.concern().kind(), facts.concern().allows()));
        }
        return text.toString();
    }

    /** The date of that name among these words; null for none. */
    static Instant day(String name, List<String> words, Instant now) {
        return words.stream()
                .filter(word -> word.matches(name + "[+-][0-9]+"))
                .findFirst()
                .map(word -> now.plus(Duration.ofDays(Long.parseLong(word.substring(name.length())))))
                .orElse(null);
    }

    private static BillingConcern concern(List<String> words) {
        return words.stream()
                .filter(word -> word.contains("="))
                .findFirst()
                .map(word -> word.split("="))
                .map(parts -> new BillingConcern(ConcernKind.valueOf(parts[0]), Access.valueOf(parts[1])))
                .orElse(null);
    }
}
