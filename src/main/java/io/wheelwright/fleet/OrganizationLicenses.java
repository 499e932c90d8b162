package io.wheelwright.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.license.Revocation;
import java.util.List;

/**
 * The licenses that an organization's spokes have.
 *
 * @param revocation why they grant nothing; left out while they do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
public record OrganizationLicenses(String orgId, Revocation revocation, List<SpokeLicense> licenses) {}
