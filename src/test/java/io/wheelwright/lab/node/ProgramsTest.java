package io.wheelwright.lab.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramsTest {

    private final Programs programs = new Programs(Map.of("agent", new Recorder()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wheelwright/agent",
                "wheelwright/agent:0.1.0",
                "registry.example.test:5000/a/agent",
                "registry.example.test:5000/a/agent:1@sha256:abc",
                "agent@sha256:abc"
            })
    void findsAProgramByTheEndOfTheRepository(String image) {
        assertThat(programs.of(image)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wheelwright/my-agent:1", "agent/postgres", "postgres:agent"})
    void runsNothingForOtherImages(String image) {
        assertThat(programs.of(image)).isEmpty();
    }
}
