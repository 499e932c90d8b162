package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.problem.Check;
import java.util.regex.Pattern;

/**
 * What somebody sends who signs up.
 *
 * @param password null where the address is confirmed: then it comes with the token of the mail
 * @param fullName null where somebody does not want to be called by name
 * @param productId null for the hub's default
 * @param plan null for the product's default
 * @param region null for the default one
 * @param invitationCode what lets somebody in; null where everybody may sign up
 * @param challengeResponse what shows that it is a person; null where nobody asks
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SignupRequest(
        String email,
        String password,
        String organizationName,
        String fullName,
        String productId,
        String plan,
        String region,
        String invitationCode,
        String challengeResponse) {

    private static final int SHORTEST_ORGANIZATION = 3;
    private static final int LONGEST_ORGANIZATION = 64;
    private static final int LONGEST_PERSON = 128;
    private static final int LONGEST_ID = 63;

    /** The name is in the mail that anybody can have sent to anybody: it must not lead anywhere. */
    private static final Pattern NO_LINK = Pattern.compile("(?i)(?!.*(://|www\\.|@)).*");

    /**
     * The address; ends the request when anything is not valid that can be told at first sight.
     *
     * @param needsPassword whether the account opens at once
     */
    Address check(DeniedDomains denied, boolean needsPassword) {
        Address address = Address.parse(email).orElse(null);
        Check check = new Check();
        if (address == null) {
            check.error("email", email == null ? "is required" : "must be the address of a mailbox");
        } else if (denied.contain(address)) {
            check.error("email", "must be an address that lasts: this domain is not accepted");
        }
        check.text("organization_name", organizationName, LONGEST_ORGANIZATION)
                .matches("organization_name", organizationName, NO_LINK, "must not contain an address")
                .optionalText("full_name", fullName, LONGEST_PERSON)
                .name("product_id", productId, LONGEST_ID)
                .name("plan", plan, LONGEST_ID)
                .name("region", region, LONGEST_ID)
                .optionalText("invitation_code", invitationCode, NewPassword.LONGEST_TOKEN)
                .optionalText(ChallengeCheck.FIELD, challengeResponse, ChallengeCheck.LONGEST);
        if (organizationName != null
                && !organizationName.isBlank()
                && organizationName.strip().length() < SHORTEST_ORGANIZATION) {
            check.error("organization_name", "must have at least " + SHORTEST_ORGANIZATION + " characters");
        }
        if (needsPassword || password != null) {
            PasswordRules.checkLength(check, password);
        }
        check.done();
        return address;
    }

    /** Ends the request when the password, if there is one, is easily guessed. */
    void checkPassword() {
        if (password != null) {
            PasswordRules.checkStrength(password, email, organizationName, fullName);
        }
    }

    /**
     * What makes it the same request when it comes again: with what is left of the password, which nobody keeps, and
     * without the answer to a challenge, which is good once.
     */
    SignupRequest withPassword(String trace) {
        return new SignupRequest(
                email, trace, organizationName, fullName, productId, plan, region, invitationCode, null);
    }

    @Override
    public String toString() {
        return "SignupRequest[password=***]";
    }
}
