package io.wheelwright.usage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.mail.Reason;
import io.wheelwright.organization.Organizations;
import io.wheelwright.organization.TestOrganizations;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class UsageResourceTest {

    /** Reports in an hour, as it ships. */
    private static final int MOST = 60;

    private static final String USAGE = "/hub/api/v1/usage";
    private static final String PRODUCT = "metered";
    private static final Instant NOON =
            Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofHours(12));

    @Inject
    TestSpokes spokes;

    @Inject
    Organizations organizations;

    @Inject
    UsageRetention retention;

    @Inject
    AgroalDataSource database;

    @Inject
    EntityManagerFactory factory;

    @Inject
    UsageNoticeOccasion notice;

    @Inject
    MeterRegistry registry;

    HubSpace space;

    private final String org = "org-" + UUID.randomUUID().toString().substring(0, 8);
    private TestSpoke spoke;

    @BeforeEach
    void aCustomer() throws SQLException {
        organizations.observe(TestOrganizations.named(org, "ada@" + org + ".example"));
        sell(Json.convert(
                Map.of(
                        "displayName",
                        "Metered",
                        "version",
                        "1.0.0",
                        "plans",
                        List.of(Map.of("id", "starter", "limits", Map.of("maxDevices", 10))),
                        "meters",
                        List.of(Map.of("name", "mqtt_traffic", "kind", "counter", "included", Map.of("starter", 100)))),
                ProductSpec.class));
        spoke = spokes.make(org, PRODUCT);
    }

    @Test
    void countsABatchOnceInWhateverOrderBatchesCome() {
        Map<String, Object> first = batch(NOON, Map.of("http_requests", 100), Map.of());
        Map<String, Object> second = batch(NOON.plusSeconds(3600), Map.of("http_requests", 20), Map.of());

        send(second).statusCode(200).body("repeated", equalTo(false));
        send(first).statusCode(200).body("repeated", equalTo(false));
        send(second).statusCode(200).body("repeated", equalTo(true));
        send(first).statusCode(200).body("repeated", equalTo(true)).body("batch_id", equalTo(first.get("batch_id")));

        usage("per=day").body("spokes[0].history[0].usage[0].total", equalTo(120));
    }

    @Test
    void countsOnceWhatComesTwiceAtTheSameTime() {
        Map<String, Object> batch = batch(NOON, Map.of("http_requests", 7), Map.of());

        List<CompletableFuture<Boolean>> answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> send(batch).statusCode(200).extract().<Boolean>path("repeated")))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).filter(repeated -> !repeated))
                .hasSize(1);
        usage("per=day").body("spokes[0].history[0].usage[0].total", equalTo(7));
    }

    @Test
    void addsUpDaysWeeksAndMonths() {
        Instant old = NOON.minus(Duration.ofDays(1));
        report(old, Map.of("http_requests", 5), Map.of("total_devices", level(4, 4, 3600)));
        report(NOON, Map.of("http_requests", 3), Map.of("total_devices", level(8, 6.5, 1800)));
        report(NOON.plusSeconds(60), Map.of("http_requests", 2), Map.of("total_devices", level(7, 3.5, 1800)));

        usage("days=3&per=day")
                .body("per", equalTo("day"))
                .body("spokes", hasSize(1))
                .body("spokes[0].spoke_id", equalTo(spoke.id()))
                .body("spokes[0].plan", equalTo("starter"))
                .body("spokes[0].history.begins", contains(day(old), day(NOON)))
                .body("spokes[0].history[1].usage.name", contains("http_requests", "total_devices"))
                .body("spokes[0].history[1].usage.kind", contains("counter", "gauge"))
                .body("spokes[0].history[1].usage[0].total", equalTo(5))
                .body("spokes[0].history[1].usage[1].max", equalTo(8))
                .body("spokes[0].history[1].usage[1].average", equalTo(5.0f));
        for (Span span : List.of(Span.week, Span.month)) {
            boolean together = span.begin(date(old)).equals(span.begin(date(NOON)));
            usage("days=3&per=" + span)
                    .body("spokes[0].history", hasSize(together ? 1 : 2))
                    .body("spokes[0].history.usage.flatten().findAll{it.kind=='counter'}.total.sum()", equalTo(10));
        }
        usage("days=1&per=day").body("spokes[0].history", hasSize(0));
    }

    @Test
    void listsTheMonthOfEverySpokeInParts() {
        spokes.make(org, PRODUCT);
        report(Instant.now().minusSeconds(60), Map.of("http_requests", 1), Map.of());
        TestSpoke other = spokes.make(org, PRODUCT);
        send(other, batch(other, Instant.now().minusSeconds(60), Map.of("http_requests", 2), Map.of()));

        List<String> ids = new ArrayList<>();
        String cursor = "0";
        while (cursor != null) {
            var part = admin().queryParam("limit", 1)
                    .queryParam("cursor", cursor)
                    .get(USAGE)
                    .then()
                    .statusCode(200)
                    .body("total", greaterThan(1))
                    .extract();
            ids.addAll(part.path("items.spoke_id"));
            cursor = part.path("next_cursor");
        }
        assertThat(ids).contains(spoke.id(), other.id()).doesNotHaveDuplicates();
    }

    @Test
    void asksTheDatabaseAsOftenForManySpokesAsForOne() throws SQLException {
        report(NOON, Map.of("http_requests", 1), Map.of());
        execute("""
                INSERT INTO usage_reporters (spoke_uid, spoke_id, org_id, org_uid, taken)
                SELECT '%1$s-' || n, 'spoke-' || n, '%1$s', '%1$s-uid', '{}' FROM generate_series(1, 999) n
                """.formatted(org));
        Statistics statistics = factory.unwrap(SessionFactory.class).getStatistics();
        statistics.setStatisticsEnabled(true);
        statistics.clear();
        try {
            Response answer = admin().noFilters().get(USAGE + "/" + org + "?per=day");
            long statements = statistics.getPrepareStatementCount();

            answer.then().statusCode(200).body("spokes", hasSize(1000));
            assertThat(statements)
                    .as("fewer than one a spoke, with what the hub does beside it")
                    .isLessThan(1000);
        } finally {
            statistics.setStatisticsEnabled(false);
            execute("DELETE FROM usage_reporters WHERE org_uid = '%s-uid'".formatted(org));
        }
    }

    @Test
    void leavesOutWhatNobodyKnows() {
        send(batch(NOON, Map.of("http_requests", 1, "my_own", 2, "mqtt_traffic", 3), Map.of("weather", level(1, 1, 1))))
                .statusCode(200)
                .body("ignored", contains("my_own", "weather"));

        usage("per=day").body("spokes[0].history[0].usage.name", contains("http_requests", "mqtt_traffic"));
    }

    @Test
    void tellsTheCustomerOnceThatALimitIsNearAndOnceThatItIsReached() throws SQLException {
        report(NOON, Map.of(), Map.of("total_devices", level(7, 7, 60)));
        assertThat(mails()).isEmpty();

        report(NOON.plusSeconds(1), Map.of(), Map.of("total_devices", level(8, 8, 60)));
        report(NOON.plusSeconds(2), Map.of(), Map.of("total_devices", level(9, 9, 60)));
        assertThat(mails()).containsExactly("maxDevices 80");

        report(NOON.plusSeconds(3), Map.of(), Map.of("total_devices", level(12, 12, 60)));
        report(NOON.plusSeconds(4), Map.of(), Map.of("total_devices", level(12, 12, 60)));
        assertThat(mails()).containsExactly("maxDevices 80", "maxDevices 120");
        usage("per=day")
                .body("spokes[0].limits.name", contains("maxDevices"))
                .body("spokes[0].limits[0].limit", equalTo(10))
                .body("spokes[0].limits[0].used", equalTo(12))
                .body("spokes[0].limits[0].percent", equalTo(120))
                .body("spokes[0].limits[0].state", equalTo("reached"));
    }

    @Test
    void tellsNothingThatIsNotSoAnyMore() throws SQLException {
        report(NOON, Map.of(), Map.of("total_devices", level(8, 8, 60)));
        String anchor = query("SELECT anchor FROM mails WHERE recipient = ?", "ada@" + org + ".example", String.class)
                .get(0);
        Reason reason = new Reason(anchor, Map.of("spoke", spoke.id(), "limit", "maxDevices"), NOON);

        assertThat(notice.recipient(reason)).contains("ada@" + org + ".example");
        assertThat(notice.details(reason)).get().extracting("used", "percent").containsExactly("8", "80");
        report(NOON.plusSeconds(1), Map.of(), Map.of("total_devices", level(12, 12, 60)));
        assertThat(notice.details(reason))
                .as("another mail tells that all is used")
                .isEmpty();
        report(Instant.now(), Map.of(), Map.of("total_devices", level(3, 3, 60)));
        assertThat(notice.details(new Reason(anchor.replace("/80", "/100"), reason.model(), NOON)))
                .isEmpty();
        spokes.end(spoke);
        assertThat(notice.details(reason)).isEmpty();
    }

    @Test
    void holdsTheMonthAgainstWhatThePlanIncludes() throws SQLException {
        report(Instant.now(), Map.of("mqtt_traffic", 60), Map.of());
        assertThat(mails()).isEmpty();
        report(Instant.now(), Map.of("mqtt_traffic", 25), Map.of());

        assertThat(mails()).containsExactly("mqtt_traffic 85");
    }

    @Test
    void takesSixtyReportsAnHour() {
        for (int i = 0; i < MOST; i++) {
            send(batch(NOON.plusSeconds(i), Map.of("http_requests", 1), Map.of()))
                    .statusCode(200);
        }

        Counter refusals = registry.get("wheelwright.rate.limit.refusals")
                .tag("limit", "usage")
                .counter();
        double before = refusals.count();
        send(batch(NOON, Map.of("http_requests", 1), Map.of()))
                .statusCode(429)
                .header("Retry-After", Integer::parseInt, allOf(greaterThan(3000), lessThanOrEqualTo(3600)))
                .header("RateLimit-Policy", "\"usage\";q=60;w=3600")
                .header("RateLimit", startsWith("\"usage\";r=0;t="))
                .body("type", equalTo("https://wheelwright.io/problems/too-many-requests"));
        assertThat(refusals.count()).isGreaterThan(before);
        usage("per=day").body("spokes[0].history[0].usage[0].total", equalTo(MOST));
        TestSpoke other = spokes.make(org, PRODUCT);
        send(other, batch(other, NOON, Map.of("http_requests", 1), Map.of())).statusCode(200);
    }

    @Test
    void takesNoMoreThanSixtyAlsoWhenTheyComeAtTheSameTime() {
        List<CompletableFuture<Integer>> answers = IntStream.range(0, MOST + 12)
                .mapToObj(
                        i -> CompletableFuture.supplyAsync(() -> send(batch(NOON, Map.of("http_requests", 1), Map.of()))
                                .extract()
                                .statusCode()))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).filter(status -> status == 200))
                .hasSize(MOST);
    }

    @Test
    void anotherSpokesUsageIsRefusedAsIfItWereNotThere() {
        TestSpoke other = spokes.make(org, PRODUCT);
        send(spoke, batch(other, NOON, Map.of("http_requests", 1), Map.of()))
                .statusCode(404)
                .body("type", equalTo("https://wheelwright.io/problems/not-found"));
        usage("per=day").body("spokes", hasSize(0));
    }

    @Test
    void followsAnInstanceThatBelongsToAnotherResourceNow() {
        report(NOON, Map.of("http_requests", 4), Map.of());
        TestSpoke moved = spokes.rebind(spoke);

        assertThat(admin().get(USAGE + "/" + org).asString()).isNotEmpty();
        assertThat(total(moved.uid())).isEqualTo(4);
        assertThat(total(spoke.uid())).isZero();
    }

    @Test
    void keepsTheUsageOfASpokeThatIsGone() {
        report(NOON, Map.of("http_requests", 4), Map.of());
        spokes.end(spoke);

        usage("per=day")
                .body("spokes[0].plan", equalTo(null))
                .body("spokes[0].limits", hasSize(0))
                .body("spokes[0].history[0].usage[0].total", equalTo(4));
    }

    @Test
    void forgetsWhatIsOlderThanThirteenMonths() throws SQLException {
        report(NOON, Map.of("http_requests", 4), Map.of());
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        copyTo(today.minusMonths(13));
        copyTo(today.minusMonths(13).minusDays(1));

        retention.forget();

        assertThat(days())
                .contains(today.minusMonths(13), date(NOON))
                .doesNotContain(today.minusMonths(13).minusDays(1));
    }

    @Test
    void takesWhatEndsInTheFutureOnceItsTimeHasCome() {
        Map<String, Object> early = batch(Instant.now().plusSeconds(840), Map.of("http_requests", 1), Map.of());

        send(early)
                .statusCode(409)
                .header("Retry-After", Integer::parseInt, allOf(greaterThan(540), lessThanOrEqualTo(601)))
                .body("detail", containsString("set the clock"));

        usage("per=day").body("spokes", hasSize(0));
        send(batch(Instant.now().plusSeconds(180), Map.of("http_requests", 1), Map.of()))
                .statusCode(200);
    }

    @Test
    void takesNothingOfTheEndOfTime() {
        Map<String, Object> last = batch(Instant.MAX.minusSeconds(7_200), Map.of("http_requests", 1), Map.of());

        send(last).statusCode(409);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"batch_id": ""}                                              | batch_id
            {"batch_id": null}                                            | batch_id
            {"spoke_id": null}                                            | spoke_id
            {"period_start": null}                                        | period_start
            {"period_start": "yesterday"}                                 | period_start
            {"period_start": "2026-02-30T00:00:00Z"}                      | period_start
            {"period_start": 1760000000}                                  | period_start
            {"period_start": "2199-01-01T00:00:00Z"}                      | period_end
            {"period_end": "2199-01-01T00:00:00Z"}                        | period_end
            {"period_start": "2020-01-01T00:00:00Z", "period_end": "2020-01-01T01:00:00Z"} | period_end
            {"counters": {"http_requests": -1}}                           | counters.http_requests
            {"counters": {"http_requests": 1000000000000001}}             | counters.http_requests
            {"counters": {"http_requests": null}}                         | counters.http_requests
            {"counters": {"http_requests": 1.5}}                          | counters.http_requests
            {"counters": {"ann@example.com": 1}}                          | counters.ann@example.com
            {"counters": {"total_devices": 1}}                            | counters.total_devices
            {"counters": []}                                              | counters
            {"gauges": {"http_requests": {"max": 1, "average": 1, "seconds": 1}}} | gauges.http_requests
            {"gauges": {"g": null}}                                       | gauges.g
            {"gauges": {"g": {"max": 1, "average": 2, "seconds": 1}}}     | gauges.g.average
            {"gauges": {"g": {"max": 1, "average": 1e400, "seconds": 1}}} | gauges.g.average
            {"gauges": {"g": {"max": 1, "average": -1, "seconds": 1}}}    | gauges.g.average
            {"gauges": {"g": {"max": 1, "seconds": 1}}}                   | gauges.g.average
            {"gauges": {"g": {"max": 1, "average": 1, "seconds": 86401}}} | gauges.g.seconds
            {"gauges": {"g": {"average": 1, "seconds": 1}}}               | gauges.g.max
            {"something": 1}                                              | something
            """)
    void namesWhatIsWrongWithAReport(String change, String field) {
        Map<String, Object> body = batch(NOON, Map.of(), Map.of());
        Json.read(change, Map.class).forEach((name, value) -> body.put((String) name, value));
        String text = Json.write(body).replace("\"Infinity\"", "1e400");

        given().header("Authorization", "Bearer " + spoke.key())
                .contentType("application/json")
                .body(text)
                .post(USAGE)
                .then()
                .statusCode(400)
                .body("errors.field", hasItem(equalTo(field)));
    }

    @ParameterizedTest
    @CsvSource({"days=0", "days=397", "days=x", "days=", "per=year", "per="})
    void namesWhatIsWrongWithAQuestion(String query) {
        admin().get(USAGE + "/" + org + "?" + query)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo(query.split("=")[0]));
        admin().get(USAGE + "/nobody").then().statusCode(404);
        admin().get(USAGE + "?limit=0").then().statusCode(400).body("errors.field", not(hasSize(0)));
    }

    private ValidatableResponse usage(String query) {
        return admin().get(USAGE + "/" + org + "?" + query)
                .then()
                .statusCode(200)
                .body("org_id", equalTo(org));
    }

    private void report(Instant start, Map<String, ?> counters, Map<String, ?> gauges) {
        send(batch(start, counters, gauges)).statusCode(200);
    }

    private ValidatableResponse send(Map<String, Object> batch) {
        return send(spoke, batch);
    }

    private static ValidatableResponse send(TestSpoke as, Map<String, Object> batch) {
        return given().header("Authorization", "Bearer " + as.key())
                .contentType("application/json")
                .body(batch)
                .post(USAGE)
                .then();
    }

    private Map<String, Object> batch(Instant start, Map<String, ?> counters, Map<String, ?> gauges) {
        return batch(spoke, start, counters, gauges);
    }

    private static Map<String, Object> batch(
            TestSpoke of, Instant start, Map<String, ?> counters, Map<String, ?> gauges) {
        return new HashMap<>(Map.of(
                "spoke_id",
                of.id(),
                "batch_id",
                UUID.randomUUID().toString(),
                "period_start",
                start.toString(),
                "period_end",
                start.plusSeconds(60).toString(),
                "counters",
                counters,
                "gauges",
                gauges));
    }

    private static Map<String, Object> level(long max, double average, long seconds) {
        return Map.of("max", max, "average", average, "seconds", seconds);
    }

    private static LocalDate date(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static String day(Instant instant) {
        return date(instant).toString();
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken());
    }

    private List<String> mails() throws SQLException {
        return query(
                "SELECT (model ->> 'limit') || ' ' || (model ->> 'percent') FROM mails WHERE recipient = ? ORDER BY id",
                "ada@" + org + ".example",
                String.class);
    }

    private long total(String spokeUid) {
        try {
            return query(
                            "SELECT coalesce(sum(total), 0)::bigint FROM usage_totals WHERE spoke_uid = ? AND span = 'day'",
                            spokeUid,
                            Long.class)
                    .get(0);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<LocalDate> days() throws SQLException {
        return query(
                "SELECT begins FROM usage_totals WHERE spoke_uid = ? AND span = 'day'", spoke.uid(), LocalDate.class);
    }

    /** A product whose resource is still to be made: the hub takes away those whose resources are gone. */
    private void sell(ProductSpec product) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        INSERT INTO products (product_id, version, active, spec, created_at, updated_at)
                        VALUES (?, ?, true, ?::jsonb, now(), now()) ON CONFLICT DO NOTHING
                        """)) {
            statement.setString(1, PRODUCT);
            statement.setString(2, product.version());
            statement.setString(3, Json.write(product));
            statement.executeUpdate();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        }
    }

    private void copyTo(LocalDate day) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        INSERT INTO usage_totals
                        SELECT spoke_uid, span, ?, kind, name, total, maximum, weighted, seconds FROM usage_totals
                        WHERE spoke_uid = ? AND span = 'day' AND begins = ?
                        """)) {
            statement.setObject(1, day);
            statement.setString(2, spoke.uid());
            statement.setObject(3, date(NOON));
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private <T> List<T> query(String sql, String parameter, Class<T> type) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            List<T> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getObject(1, type));
                }
            }
            return values;
        }
    }
}
