package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.problem.Check;

/**
 * Who asks to be let in.
 *
 * @param challengeResponse what shows that it is a person; null where nobody asks
 */
@JsonNaming(SnakeCaseStrategy.class)
public record WaitlistRequest(String email, String challengeResponse) {

    /** The address; ends the request when something is not valid. */
    Address check(DeniedDomains denied) {
        Check check = new Check().optionalText(ChallengeCheck.FIELD, challengeResponse, ChallengeCheck.LONGEST);
        Address address = Address.parse(email).orElse(null);
        if (address == null) {
            check.error("email", email == null ? "is required" : "must be the address of a mailbox");
        } else if (denied.contain(address)) {
            check.error("email", "must be an address that lasts: this domain is not accepted");
        }
        check.done();
        return address;
    }
}
