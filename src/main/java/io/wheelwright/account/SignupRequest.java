package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.problem.Check;
import java.util.Set;

/**
 * What somebody sends who signs up.
 *
 * @param fullName null where somebody does not want to be called by name
 * @param productId null for the hub's default
 * @param plan null for the product's default
 * @param region null for the default one
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SignupRequest(
        String email,
        String password,
        String organizationName,
        String fullName,
        String productId,
        String plan,
        String region) {

    private static final int SHORTEST_ORGANIZATION = 3;
    private static final int LONGEST_ORGANIZATION = 64;
    private static final int LONGEST_PERSON = 128;
    private static final int LONGEST_ID = 63;

    /** The address; ends the request when anything is not valid. */
    Address check(Set<String> deniedDomains) {
        Address address = Address.parse(email).orElse(null);
        Check check = new Check();
        if (address == null) {
            check.error("email", email == null ? "is required" : "must be the address of a mailbox");
        } else if (deniedDomains.contains(address.domain())) {
            check.error("email", "must be an address that lasts: this domain is not accepted");
        }
        check.text("organization_name", organizationName, LONGEST_ORGANIZATION)
                .optionalText("full_name", fullName, LONGEST_PERSON)
                .name("product_id", productId, LONGEST_ID)
                .name("plan", plan, LONGEST_ID)
                .name("region", region, LONGEST_ID);
        if (organizationName != null
                && !organizationName.isBlank()
                && organizationName.strip().length() < SHORTEST_ORGANIZATION) {
            check.error("organization_name", "must have at least " + SHORTEST_ORGANIZATION + " characters");
        }
        PasswordRules.check(check, password, email, organizationName, fullName);
        check.done();
        return address;
    }

    /** The same but for the password, which nobody keeps. */
    SignupRequest withoutPassword() {
        return new SignupRequest(email, null, organizationName, fullName, productId, plan, region);
    }

    @Override
    public String toString() {
        return "SignupRequest[password=***]";
    }
}
