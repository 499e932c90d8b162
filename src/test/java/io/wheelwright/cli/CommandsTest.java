package io.wheelwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands print and end with, whatever is answered. */
class CommandsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "token-of-the-tests";
    private static final String MISSING = """
            {"applied": false, "complete": false, "patches": [], "items": [
              {"kind": "price", "about": "plan growth of cosmetics", "state": "exists", "stripe_id": "price_1"},
              {"kind": "webhook_endpoint", "about": "this hub", "state": "missing"}]}""";
    private static final String MADE = """
            {"applied": true, "complete": true, "signing_secret": "whsec_1", "items": [
              {"kind": "price", "about": "plan growth of cosmetics", "state": "created", "stripe_id": "price_1"}],
             "patches": [{"product_id": "cosmetics", "prices": {"plans/growth": "price_1"}, "operations": [
               {"op": "add", "path": "/spec/plans/1/stripePriceId", "value": "it's"}]}]}""";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 200;
    private final Deque<String> answers = new ArrayDeque<>();
    private String answer = "{}";
    private volatile CountDownLatch held = new CountDownLatch(0);

    /** Bytes of its answer that the server sends before it is held; where there are none, it has not sent headers either. */
    private volatile int begun;

    @TempDir
    private Path folder;

    @BeforeEach
    void aServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void theDoctorPrintsALineACheckAndAVerdict() {
        answer = """
            {"healthy": false, "checks": [
              {"subject": "API key", "finding": "ok", "message": "It is good."},
              {"subject": "webhook endpoint", "finding": "failed", "message": "There is\\u001b[2J none."},
              {"subject": "signing secret", "finding": "warning", "message": "No delivery has come."}]}""";

        Ran ran = run("stripe", "doctor");

        assertThat(ran).isEqualTo(new Ran(1, """
            ok       API key           It is good.
            failed   webhook endpoint  There is [2J none.
            warning  signing secret    No delivery has come.

            Not well. Failed: 1. Warnings: 1.
            """, ""));
        assertThat(asked).containsExactly("GET /hub/api/v1/billing/doctor, Bearer " + TOKEN + ": ");
    }

    @Test
    void whatIsWellEndsWithNothingAlsoWithWarnings() {
        answer = """
            {"healthy": true, "checks": [{"subject": "secret", "finding": "warning", "message": "None came."}]}""";
        Ran ran = run("stripe", "doctor");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).endsWith("Nothing has failed. Warnings: 1.\n");
    }

    @Test
    void theAnswerIsPrintedAsItIs() {
        answer = "{\"healthy\":  true, \"checks\": []}";
        assertThat(run("stripe", "doctor", "--output", "json")).isEqualTo(new Ran(0, answer + "\n", ""));
        answer = MADE;
        assertThat(run("stripe", "setup", "-o", "json").out()).isEqualTo(MADE + "\n");
    }

    @Test
    void theSetUpTellsWhatIsMissing() {
        answer = MISSING;

        assertThat(run("stripe", "setup")).isEqualTo(new Ran(1, """
            exists   price             plan growth of cosmetics  price_1
            missing  webhook_endpoint  this hub

            Not everything is there: 1 missing. --product NAME --apply makes what is missing.
            """, ""));
        assertThat(asked).singleElement().asString().endsWith("{\"apply\":false}");
    }

    @Test
    void theSetUpTellsWhatWasMadeAndWhatToDoWithIt() {
        answer = MADE;

        Ran ran = run("stripe", "setup", "--product", "cosmetics", "--apply");

        assertThat(ran).isEqualTo(new Ran(0, """
            created  price  plan growth of cosmetics  price_1

            Everything is there: 1 created.

            The Product cosmetics does not name these prices:
              plans/growth  price_1
            Write them to stripePriceId where it is kept, and raise its version for those of plans; or:
              kubectl patch product cosmetics -n fleet --type=json -p \
            '[{"op":"add","path":"/spec/plans/1/stripePriceId","value":"it'\\''s"}]'

            The signing secret of the webhook endpoint is shown only now. Write it to webhook-secrets of the hub, and \
            restart the hub:
              whsec_1
            """, ""));
        assertThat(asked)
                .singleElement()
                .asString()
                .startsWith("POST /hub/api/v1/billing/setup, Bearer " + TOKEN)
                .contains("\"apply\":true", "\"product_id\":\"cosmetics\"");
    }

    @Test
    void theAuditTellsWhereItBreaks() {
        answer = """
            {"intact": true, "sealed": 7, "waiting": 1, "head": "5c6f"}""";
        assertThat(run("audit", "verify", "--seal", "3", "--head", "ab c")).isEqualTo(new Ran(0, """
            Nothing that was looked at was changed.
            Sealed: 7, waiting: 1.
            To compare with the next time: --seal 7 --head 5c6f
            """, ""));
        assertThat(asked).singleElement().asString().startsWith("GET /hub/api/v1/audit/verification?seal=3&head=ab+c,");

        answer = """
            {"intact": false, "sealed": 7, "waiting": 0, "head": "5c6f",
             "first_broken": {"entry": 9, "reason": "The entry is gone."}}""";
        Ran broken = run("audit", "verify");
        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.out()).startsWith("Seal -, entry 9: The entry is gone.\n");
    }

    @Test
    void whoWouldChangeByAnotherPolicyIsListedToTheEnd() throws JsonProcessingException {
        answers.add("""
            {"items": [{"org_id": "acme", "at": "2026-12-01T00:00:00Z", "from": "Full", "to": "None",
              "message": "A payment of the subscription is disputed."}], "total": 3, "next_cursor": "17"}""");
        answer = """
            {"items": [{"org_id": "globex", "at": "2026-12-02T00:00:00Z", "from": "ReadOnly", "to": "Full",
              "message": "It is\u2028paid."}], "total": 3, "next_cursor": null}""";

        Ran ran =
                run(("policy evaluate --product iot --plan pro --grace-days 3 --grace-full-days=2 --trial-grace-days 1"
                                + " --on-dispute=None --on-full-refund ReadOnly --on-paused-collection ReadOnly --on-paused-trial ExportOnly"
                                + " --retention-days 14 --on-end Delete")
                        .split(" "));

        assertThat(ran).isEqualTo(new Ran(1, """
            acme    2026-12-01T00:00:00Z  Full -> None      A payment of the subscription is disputed.
            globex  2026-12-02T00:00:00Z  ReadOnly -> Full  It is paid.

            2 of 3 customers of Stripe would change.
            """, ""));
        String route = "POST /hub/api/v1/billing/policies/evaluate?limit=500";
        assertThat(asked).hasSize(2);
        assertThat(asked.get(0)).startsWith(route + ", ");
        assertThat(asked.get(1)).startsWith(route + "&cursor=17, ");
        assertThat(asked).allSatisfy(request -> assertThat(body(request)).isEqualTo(JSON.readTree("""
            {"product_id": "iot", "plan": "pro", "policy": {
              "grace_days": 3, "grace_full_days": 2, "trial_grace_days": 1, "retention_days": 14, "on_end": "Delete",
              "on_dispute": "None", "on_full_refund": "ReadOnly", "on_paused_collection": "ReadOnly", "on_paused_trial": "ExportOnly"}}""")));

        answer = "{\"items\": [], \"total\": 3}";
        Ran nobody = run("policy", "evaluate", "--product", "iot", "--plan", "pro", "--grace-days", "3");
        assertThat(nobody).isEqualTo(new Ran(0, "0 of 3 customers of Stripe would change.\n", ""));
        assertThat(body(asked.get(2)).path("policy"))
                .as("what is not said stays as it is")
                .isEqualTo(JSON.readTree("{\"grace_days\": 3}"));
    }

    private static JsonNode body(String request) throws JsonProcessingException {
        return JSON.readTree(request.substring(request.indexOf(": {") + 2));
    }

    @Test
    void aRefusalIsToldAsTheHubTellsIt() {
        status = 401;
        answer = """
            {"title": "Who are you?", "detail": "A token is needed.", "status": 401}""";
        assertThat(run("stripe", "doctor")).isEqualTo(new Ran(3, "", """
                    The hub at %s answers 401: Who are you?
                    A token is needed.
                    """.formatted(url())));

        status = 400;
        answer = """
            {"title": "The request is not valid", "detail": "product_id is unknown; apply is odd", "errors": [
              {"field": "product_id", "message": "is unknown"}, {"field": "apply", "message": "is odd"}]}""";
        assertThat(run("stripe", "setup").err()).isEqualTo("""
            The hub at %s answers 400: The request is not valid
              product_id is unknown
              apply is odd
            """.formatted(url()));
    }

    @ParameterizedTest
    @CsvSource({
        "502, <html>Bad Gateway</html>, does not say why",
        "302, '', sends on to https://login.example/: is the hub there?",
        "200, <html>Welcome</html>, is no hub",
        "200, '[]', is no hub"
    })
    void whatIsNoHubIsTold(int code, String body, String why) {
        status = code;
        answer = body;
        Ran ran = run("stripe", "doctor");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).contains(why).hasLineCount(1);
        assertThat(asked).as("the token goes nowhere else").hasSize(1);
    }

    @Test
    void aHubThatIsAwayIsTold() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        for (String away : List.of("http://127.0.0.1:" + free, "http://hub.invalid")) {
            Ran ran = run("stripe", "doctor", "--url", away);
            assertThat(ran.code()).isEqualTo(3);
            assertThat(ran.err())
                    .startsWith("The hub at " + away + " cannot be reached: ")
                    .hasLineCount(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stripe setup",
                "stripe doctor",
                "audit verify",
                "policy evaluate --product iot --plan pro --grace-days 3"
            })
    void aHubThatDoesNotAnswerInTimeIsTold(String line) {
        assertThat(late(line)).isEqualTo("");
    }

    @Test
    void whatMayBeMadeThoughNobodyWaitsForItIsTold() {
        assertThat(late("stripe setup --product cosmetics --apply"))
                .isEqualTo(" What was to be made may be made all the same: look before you ask again.");
    }

    @Test
    @Timeout(60)
    void anAnswerThatBeginsAndDoesNotEndIsLateToo() {
        begun = 1;
        answer = "{\"healthy\": true, \"checks\": []}";
        assertThat(late("stripe doctor")).isEqualTo("");
        assertThat(asked).hasSize(1);
    }

    /** What is told beyond that the hub, which does not go on, has not answered. */
    private String late(String line) {
        CountDownLatch waited = new CountDownLatch(1);
        held = waited;
        try {
            Ran ran = run((line + " --timeout 1").split(" "));
            assertThat(ran.code()).isEqualTo(3);
            assertThat(ran.out()).isEmpty();
            String told = "The hub at %s has not answered within 1 s (--timeout).".formatted(url());
            assertThat(ran.err()).startsWith(told).hasLineCount(1);
            return ran.err().substring(told.length()).stripTrailing();
        } finally {
            waited.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--nonsense",
                "start",
                "stripe",
                "stripe heal",
                "stripe doctor --token secret",
                "stripe doctor --token=secret",
                "stripe doctor --output xml",
                "stripe doctor --url ftp://hub.example",
                "stripe doctor --url https://ada:secret@hub.example",
                "stripe doctor --token-file nowhere",
                "stripe doctor --token-file secret",
                "stripe doctor --token-file @pom.xml",
                "stripe doctor --timeout 0",
                "stripe doctor --timeout soon",
                "stripe setup --apply",
                "policy evaluate --product iot --grace-days 3",
                "policy evaluate --product iot --plan pro",
                "policy evaluate --product iot --plan pro --grace-days few",
                "audit verify --seal 3"
            })
    void whatIsNoCommandIsTold(String line) {
        Ran ran = run(line.split(" "));
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("Usage: java -jar quarkus-run.jar").doesNotContain("secret");
        assertThat(asked).isEmpty();
    }

    @Test
    void whoAsksWhomMustBeSaid() {
        assertThat(Ran.of(Map.of("WHEELWRIGHT_URL", url()), "stripe", "doctor"))
                .matches(ran -> ran.code() == 2 && ran.err().contains("WHEELWRIGHT_ADMIN_TOKEN"));
        assertThat(Ran.of(Map.of("WHEELWRIGHT_ADMIN_TOKEN", TOKEN), "stripe", "doctor"))
                .matches(ran -> ran.code() == 2 && ran.err().contains("WHEELWRIGHT_URL"));
        Ran odd =
                Ran.of(Map.of("WHEELWRIGHT_URL", url(), "WHEELWRIGHT_ADMIN_TOKEN", "two\nsecrets"), "stripe", "doctor");
        assertThat(odd.code()).isEqualTo(2);
        assertThat(odd.err()).doesNotContain("secrets");
    }

    @Test
    void theTokenComesFromAFileOrFromStandardInput() throws IOException {
        answer = "{\"healthy\": true, \"checks\": []}";
        Path file = Files.writeString(folder.resolve("token"), "from-a-file\n");

        assertThat(run("stripe", "doctor", "--token-file", file.toString()).code())
                .isZero();
        assertThat(Ran.reading("from-input\n", variables(), "stripe", "doctor", "--token-file", "-")
                        .code())
                .isZero();

        assertThat(asked.get(0)).contains("Bearer from-a-file:");
        assertThat(asked.get(1)).contains("Bearer from-input:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "stripe --help", "stripe doctor --help", "stripe setup -h"})
    void helpNamesTheExitCodes(String line) {
        Ran ran = run(line.split(" "));
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .startsWith("Usage: java -jar quarkus-run.jar")
                .contains("3   the hub cannot be reached, does not answer in time, or refuses")
                .doesNotContain(TOKEN);
    }

    @Test
    void theVersionIsThatOfThePackage() {
        assertThat(run("--version")).isEqualTo(new Ran(0, "wheelwright (not packaged)\n", ""));
        assertThat(run("stripe", "doctor", "-V").out()).startsWith("wheelwright ");
    }

    private Ran run(String... arguments) {
        return Ran.of(variables(), arguments);
    }

    private Map<String, String> variables() {
        return Map.of(
                "WHEELWRIGHT_URL", url() + "/", "WHEELWRIGHT_ADMIN_TOKEN", TOKEN, "WHEELWRIGHT_NAMESPACE", "fleet");
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            reply(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reply(HttpExchange exchange) throws IOException, InterruptedException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add("%s %s, %s: %s"
                .formatted(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        exchange.getRequestHeaders().getFirst("Authorization"),
                        body));
        if (status == 302) {
            exchange.getResponseHeaders().set("Location", "https://login.example/");
        }
        byte[] bytes = (answers.isEmpty() ? answer : answers.remove()).getBytes(StandardCharsets.UTF_8);
        if (begun == 0) {
            held.await();
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        OutputStream out = exchange.getResponseBody();
        out.write(bytes, 0, begun);
        out.flush();
        held.await();
        out.write(bytes, begun, bytes.length - begun);
    }
}
