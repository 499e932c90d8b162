package io.wheelwright.provision;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.problem.Check;

/**
 * An order of a spoke.
 *
 * @param region null for the default one
 * @param adminEmail first administrator; null for the contact of the organization
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Order(String orgId, String productId, String plan, String region, String adminEmail) {

    private static final int LONGEST_NAME = 63;

    void check() {
        new Check()
                .text("org_id", orgId, LONGEST_NAME)
                .text("product_id", productId, LONGEST_NAME)
                .required("plan", plan)
                .name("plan", plan, LONGEST_NAME)
                .name("region", region, LONGEST_NAME)
                .email("admin_email", adminEmail)
                .done();
    }
}
