package io.wheelwright.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.Json;
import io.wheelwright.outbox.Proposal;
import org.junit.jupiter.api.Test;

class FormerSpokeTest {

    @Test
    void whatOthersDecideIsMadeInTheirNames() {
        FormerSpoke former = former("""
                {"labels": {"team": "a"}, "spec": {
                  "organizationRef": "acme", "directory": {"visible": true, "endpointPath": "/api"},
                  "billing": {"source": "manual", "state": "active"}}}
                """);

        assertThat(json(former.creation()).path("spec")).isEqualTo(Json.read("""
                {"organizationRef": "acme", "directory": {"endpointPath": "/api"}}
                """, JsonNode.class));
        assertThat(former.creation().fieldManager()).isEqualTo(Proposal.HUB);
        assertThat(json(former.creation()).at("/metadata/labels/team").asText()).isEqualTo("a");
        assertThat(former.additions())
                .extracting(Proposal::fieldManager, addition -> json(addition).path("spec"))
                .containsExactly(
                        tuple(
                                Proposal.BILLING,
                                Json.read(
                                        "{\"billing\": {\"source\": \"manual\", \"state\": \"active\"}}",
                                        JsonNode.class)),
                        tuple(Proposal.DIRECTORY, Json.read("{\"directory\": {\"visible\": true}}", JsonNode.class)));
    }

    @Test
    void whereNobodyElseHasDecidedAnythingThereIsNothingToAdd() {
        FormerSpoke former = former("""
                {"labels": null, "spec": {"organizationRef": "acme", "directory": {"visible": false}}}
                """);

        assertThat(former.additions()).isEmpty();
        assertThat(former.organization()).isEqualTo("acme");
    }

    private static FormerSpoke former(String recorded) {
        return FormerSpoke.of("spoke", "fleet", Json.read(recorded, JsonNode.class));
    }

    private static JsonNode json(Proposal proposal) {
        return Json.convert(proposal.manifest(), JsonNode.class);
    }
}
