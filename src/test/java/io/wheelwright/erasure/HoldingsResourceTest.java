package io.wheelwright.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.erasure.Holding.Fate;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No table that a migration adds is forgotten by exports and erasure. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class HoldingsResourceTest {

    private static final Pattern CUSTOMERS =
            Pattern.compile("org|spoke|mail|user|person|people|member|customer|contact|recipient|address|subject");

    private static final Pattern SECRETS = Pattern.compile("sha256|hash|password|secret|token|key|model");

    /** What is named like a secret and is none. */
    private static final Set<String> HARMLESS =
            Set.of("exports.sha256", "stripe_calls.spent_keys", "directory.public_key");

    @Inject
    EntityManager database;

    @Test
    void everyTableIsClassifiedOnce() {
        assertThat(Holdings.all().stream().map(Holding::table))
                .containsExactlyInAnyOrderElementsOf(columns().keySet());
    }

    @Test
    void whatIsSaidToBeNobodysNamesNobody() {
        Map<String, List<String>> columns = columns();
        assertThat(Holdings.all().stream()
                        .filter(holding -> holding.fate() == Fate.NOBODYS)
                        .flatMap(holding -> columns.get(holding.table()).stream()
                                .filter(column -> CUSTOMERS.matcher(column).find())
                                .map(column -> holding.table() + "." + column)))
                .isEmpty();
    }

    @Test
    void noSecretIsExported() {
        Map<String, List<String>> columns = columns();
        assertThat(Holdings.all().stream()
                        .filter(Holding::isExported)
                        .flatMap(holding -> columns.get(holding.table()).stream()
                                .filter(column -> SECRETS.matcher(column).find())
                                .filter(column -> !holding.withheld().contains(column))
                                .map(column -> holding.table() + "." + column)))
                .allMatch(HARMLESS::contains);
    }

    @Test
    void whatIsWithheldIsThere() {
        Map<String, List<String>> columns = columns();
        assertThat(Holdings.all())
                .filteredOn(Holding::isExported)
                .allSatisfy(holding -> assertThat(columns.get(holding.table())).containsAll(holding.withheld()));
    }

    private Map<String, List<String>> columns() {
        List<?> rows = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery("""
                        SELECT cast(table_name AS text), cast(column_name AS text) FROM information_schema.columns
                        WHERE table_schema = current_schema()
                        """).getResultList());
        return rows.stream()
                .map(Object[].class::cast)
                .collect(Collectors.groupingBy(
                        row -> (String) row[0], Collectors.mapping(row -> (String) row[1], Collectors.toList())));
    }
}
