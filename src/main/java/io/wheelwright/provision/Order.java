package io.wheelwright.provision;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.problem.Check;
import java.util.regex.Pattern;

/**
 * An order of a spoke.
 *
 * @param region null for the default one
 * @param adminEmail first administrator; null for the contact of the organization
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Order(String orgId, String productId, String plan, String region, String adminEmail) {

    private static final int LONGEST_NAME = 63;
    private static final int LONGEST_EMAIL = 254;
    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern EMAIL = Pattern.compile("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$");
    private static final String NAME_MESSAGE =
            "must consist of lowercase letters, digits and dashes, and begin with a letter";

    void check() {
        new Check()
                .text("org_id", orgId, LONGEST_NAME)
                .text("product_id", productId, LONGEST_NAME)
                .text("plan", plan, LONGEST_NAME)
                .matches("plan", plan, NAME, NAME_MESSAGE)
                .optionalText("region", region, LONGEST_NAME)
                .matches("region", region, NAME, NAME_MESSAGE)
                .optionalText("admin_email", adminEmail, LONGEST_EMAIL)
                .matches("admin_email", adminEmail, EMAIL, "must be the address of a mailbox")
                .done();
    }
}
