package io.wheelwright.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageTroubleTest {

    private static final String INNARDS = "INSERT INTO organizations failed";

    @ParameterizedTest
    @CsvSource({
        "08006, 503, unavailable",
        "08001, 503, unavailable",
        "53300, 503, unavailable",
        "57P01, 503, unavailable",
        ", 503, unavailable",
        "22021, 400, invalid-request",
        "23505, 409, conflict",
        "42P01, 500, internal-error"
    })
    void tellsByTheStateOfTheDatabase(String state, int status, String type) {
        HttpProblem problem =
                StorageTrouble.problem(new PersistenceException(INNARDS, new SQLException(INNARDS, state)));

        assertThat(problem.getStatusCode()).isEqualTo(status);
        assertThat(problem.getType().toString()).endsWith("/" + type);
        assertThat(problem.getDetail()).isNotBlank().doesNotContain("INSERT");
        assertThat(problem.getHeaders().containsKey("Retry-After")).isEqualTo(status == 503);
    }

    @Test
    void whatElseIsAwayIsNamedAndPasses() {
        HttpProblem problem = StorageTrouble.problem(new Unavailable("key of licenses", INNARDS, null) {});

        assertThat(problem.getStatusCode()).isEqualTo(503);
        assertThat(problem.getDetail()).contains("key of licenses").doesNotContain(INNARDS);
    }

    @Test
    void aRefusalOfTheKubernetesApiThatNobodyExpectedPasses() {
        HttpProblem problem = StorageTrouble.problem(new KubernetesClientException("no route to 10.0.0.1"));

        assertThat(problem.getStatusCode()).isEqualTo(503);
        assertThat(problem.getDetail()).contains("Kubernetes API").doesNotContain("10.0.0.1");
    }
}
