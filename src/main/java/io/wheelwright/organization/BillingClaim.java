package io.wheelwright.organization;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import java.util.Optional;

/**
 * In whose name somebody writes what the biller says.
 *
 * @param source the biller from then on
 * @param takeOverFrom the biller that it is taken from; null where it is not to be taken from anybody
 * @param ifMatch the version that it is to have until then; empty for any
 */
public record BillingClaim(String source, String takeOverFrom, Optional<String> ifMatch) {

    /** Who writes by hand. */
    public static final String MANUAL = "manual";

    /** The revision; 0 where nobody bills, and of what was stored when there were none yet. */
    public static long revision(BillingFacts facts) {
        return facts == null || facts.revision() == null ? 0 : facts.revision();
    }

    /** The version of what the biller says, as HTTP has it. */
    public static String etag(BillingFacts facts) {
        return "\"" + revision(facts) + "\"";
    }

    /** Ends the request where the facts are another biller's, or not those that were read. */
    void checkOn(BillingFacts facts) {
        String keeper = facts == null ? null : facts.source();
        if (keeper != null && !keeper.equals(source) && !keeper.equals(takeOverFrom)) {
            throw Problem.of(
                    ProblemType.OWNED_BY_ANOTHER,
                    "The biller %1$s keeps this: change it there, or, as an administrator, send take_over_from with the value %1$s, and it is written here from then on."
                            .formatted(keeper));
        }
        if (ifMatch.filter(etag -> !etag.equals(etag(facts)) && !etag.equals("*"))
                .isPresent()) {
            throw Problem.of(
                    ProblemType.PRECONDITION_FAILED, "The billing has changed since: read it again, then decide.");
        }
    }
}
