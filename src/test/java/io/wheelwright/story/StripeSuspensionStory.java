package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.lab.Manifests;
import io.wheelwright.lab.stripe.Dunning;
import io.wheelwright.lab.stripe.StripeBuyers;
import io.wheelwright.lab.stripe.StripeLab;
import io.wheelwright.lab.stripe.StripePrices;
import io.wheelwright.lab.stripe.TestCard;
import io.wheelwright.support.Hub;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A customer whose payments fail and are made good, time after time: nothing is left of that but what is a record. */
class StripeSuspensionStory {

    /** A few in an ordinary run; {@code -Dsoak.suspensions=100} for a long one. */
    private static final int TIMES = Integer.getInteger("soak.suspensions", 5);

    private static final Duration STEP = Duration.ofSeconds(60);

    private static final Set<String> KINDS = Set.of(
            "apps/v1/Deployment",
            "apps/v1/StatefulSet",
            "apps/v1/ReplicaSet",
            "batch/v1/Job",
            "batch/v1/CronJob",
            "networking.k8s.io/v1/NetworkPolicy",
            "rbac.authorization.k8s.io/v1/RoleBinding",
            "v1/ConfigMap",
            "v1/LimitRange",
            "v1/PersistentVolumeClaim",
            "v1/ResourceQuota",
            "v1/Secret",
            "v1/Service",
            "v1/ServiceAccount");

    /** What tells of what was, and is kept or goes in its own time. */
    private static final Set<String> RECORDS =
            Set.of("audit", "licenses", "mails", "outbox", "provisioning_events", "stripe_events");

    /** Tells also of what was waited for, which differs from time to time. */
    private static final String STEPS = "provisioning_events";

    private static final long MOST_STEPS = 20;

    private Hub hub;
    private StripeLab stripe;
    private StripeBuyers buyers;
    private Subscription subscription;
    private long quantity = 1;

    /** All that could be left of a suspension. */
    private record Traces(
            Map<String, Object> objects, Map<String, Long> rows, Set<String> series, JsonNode operations) {}

    @Test
    void nothingIsLeftButRecords() throws Exception {
        try (StripeLab there = StripeLab.start(0, Clock.systemUTC());
                Hub started = Hub.start("stripe-suspension", there.settings())) {
            stripe = there;
            hub = started;
            aCustomerPays();
            suspendAndResume();
            Traces once = traces();
            List<String> meanings = meanings();

            long begun = System.nanoTime();
            suspendAndResume();
            Map<String, Long> each = growth(once, traces());
            for (int time = 2; time <= TIMES; time++) {
                suspendAndResume();
            }
            System.out.printf("%d suspensions, %d ms each%n", TIMES, (System.nanoTime() - begun) / 1_000_000 / TIMES);

            Traces often = traces();
            assertThat(often.objects()).isEqualTo(once.objects());
            assertThat(often.operations()).isEqualTo(once.operations());
            assertThat(often.series()).isEqualTo(once.series());
            assertThat(meanings()).as("what licenses have said").isEqualTo(meanings);
            Map<String, Long> grown = growth(once, often);
            assertThat(RECORDS).containsAll(grown.keySet());
            assertThat(each).containsEntry("licenses", 2L).containsEntry("mails", 2L);
            each.remove(STEPS);
            each.replaceAll((table, rows) -> rows * TIMES);
            assertThat(grown.getOrDefault(STEPS, 0L)).isLessThanOrEqualTo(MOST_STEPS * TIMES);
            grown.remove(STEPS);
            assertThat(grown).as("as much each time").isEqualTo(each);
        }
    }

    /** By how many rows each table has grown, if it has. */
    private static Map<String, Long> growth(Traces from, Traces to) {
        Map<String, Long> grown = new TreeMap<>(to.rows());
        from.rows().forEach((table, rows) -> grown.merge(table, -rows, Long::sum));
        grown.values().removeIf(rows -> rows == 0);
        return grown;
    }

    private void aCustomerPays() throws StripeException {
        stripe.registerEndpoint(URI.create(hub.space().url() + "/hub/api/v1/billing/webhook"));
        stripe.dunning(new Dunning(List.of(), Dunning.End.UNPAID));
        buyers = new StripeBuyers(stripe);
        String price = StripePrices.monthly(buyers.client(), 2900);
        hub.apply(Manifests.product("cosmetics")
                .replace("- id: starter", "- id: starter\n      stripePriceId: " + price));
        hub.apply(Manifests.organization("toggled"));
        hub.apply(Manifests.spoke("toggled", "toggled", "cosmetics"));
        hub.awaitReady("toggled");
        subscription = buyers.subscribe(buyers.payer(), "toggled", price);
        awaitState("active");
    }

    /** More of the same is bought in the middle of a period, so that no date is another one afterwards. */
    private void suspendAndResume() throws Exception {
        stripe.useCard(subscription.getCustomer(), TestCard.FAILS_WHEN_CHARGED);
        buyers.buy(subscription, ++quantity);
        awaitState("suspended");
        hub.awaitCondition("toggled", "Ready", "False", "Suspended");
        await().atMost(STEP).until(() -> pods() == 1);
        await().atMost(STEP).until(() -> !hub.rows("select 1 from lifecycle_stages where stage = 'suspended'")
                .isEmpty());

        stripe.useCard(subscription.getCustomer(), TestCard.VISA);
        buyers.payLatest(subscription.getId());
        awaitState("active");
        hub.awaitReady("toggled");
        settled();
    }

    /** Until everything that was sent has been worked off, and all is told. */
    private void settled() throws InterruptedException {
        assertThat(stripe.deliveries().awaitSent(STEP)).isTrue();
        await().atMost(STEP).untilAsserted(() -> assertThat(
                        hub.rows(
                                "select 1 from stripe_events where state = 'pending'"
                                        + " union all select 1 from outbox where state = 'pending'"
                                        + " union all select 1 from lifecycle_stages where look_at <= now() or stage <> 'active'"))
                .isEmpty());
    }

    private void awaitState(String state) {
        await().atMost(STEP).untilAsserted(() -> assertThat(
                        Json.read(hub.rest().get("/organizations/toggled/billing-state", 200), JsonNode.class)
                                .path("state")
                                .asText())
                .isEqualTo(state));
    }

    private long pods() {
        return hub.cluster().pods().inNamespace(hub.namespaceOf("toggled")).list().getItems().stream()
                .filter(pod -> !pod.isMarkedForDeletion())
                .count();
    }

    private Traces traces() throws IOException, InterruptedException {
        return new Traces(
                objects(), rows(), series(), Json.read(hub.rest().get("/operations/stats", 200), JsonNode.class));
    }

    /** Of each object its identity, its spec, what is written on it, and who has written. */
    private Map<String, Object> objects() {
        Map<String, Object> objects = new TreeMap<>();
        for (String kind : KINDS) {
            int last = kind.lastIndexOf('/');
            hub.cluster()
                    .genericKubernetesResources(kind.substring(0, last), kind.substring(last + 1))
                    .inNamespace(hub.namespaceOf("toggled"))
                    .list()
                    .getItems()
                    .forEach(object ->
                            objects.put(kind + "/" + object.getMetadata().getName(), seen(object)));
        }
        var namespace =
                hub.cluster().namespaces().withName(hub.namespaceOf("toggled")).require();
        objects.put("namespace", seen(namespace, Map.of()));
        objects.put("spoke", seen(hub.spoke("toggled"), Map.of()));
        Organization organization = hub.resource(Organization.class, "toggled").require();
        objects.put("organization", seen(organization, conditions(organization)));
        objects.put("organization as a whole", extent(organization));
        objects.put("pods", pods());
        return objects;
    }

    private static List<List<String>> conditions(Organization organization) {
        return organization.getStatus().conditions().stream()
                .map(condition -> List.of(condition.getType(), condition.getStatus(), condition.getReason()))
                .toList();
    }

    /** How many manage something of it, and how long all of it is without dates and numbers that count changes. */
    private static List<Integer> extent(HasMetadata object) {
        String text = Serialization.asJson(object)
                .replaceAll("\"(revision|generation|observedGeneration|resourceVersion)\" *: *\"?\\d+\"?", "")
                .replaceAll("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z", "");
        return List.of(object.getMetadata().getManagedFields().size(), text.length());
    }

    private static List<Object> seen(GenericKubernetesResource object) {
        Object spec = object.getAdditionalProperties().getOrDefault("spec", Map.of());
        return seen(object, spec);
    }

    private static List<Object> seen(HasMetadata object, Object spec) {
        Map<String, String> annotations = new TreeMap<>(
                object.getMetadata().getAnnotations() == null
                        ? Map.of()
                        : object.getMetadata().getAnnotations());
        annotations.replaceAll((name, value) -> name.startsWith("wheelwright.io/license-") ? "as issued" : value);
        Set<String> managers = object.getMetadata().getManagedFields().stream()
                .map((ManagedFieldsEntry entry) -> entry.getManager() + " " + entry.getSubresource())
                .collect(Collectors.toCollection(TreeSet::new));
        return List.of(
                object.getMetadata().getUid(),
                object.getMetadata().getLabels() == null
                        ? Map.of()
                        : object.getMetadata().getLabels(),
                annotations,
                object.getMetadata().getFinalizers(),
                managers,
                spec);
    }

    /** Rows about the customer, by table. */
    private Map<String, Long> rows() {
        String about = hub.rows("select uid from organizations where org_id = 'toggled'")
                .get(0)
                .get(0);
        List<String> tables = hub.rows("select tablename from pg_tables where schemaname = 'public'").stream()
                .map(row -> row.get(0))
                .toList();
        return tables.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        table -> Long.valueOf(hub.rows(
                                        "select count(*) from %s t where t::text like '%%toggled%%' or t::text like '%%%s%%'"
                                                        .formatted(table, about)
                                                + (table.equals("stripe_events")
                                                        ? " or subscription_id = '" + subscription.getId() + "'"
                                                        : ""))
                                .get(0)
                                .get(0)),
                        (one, other) -> one,
                        TreeMap::new));
    }

    /** What each license of the spoke said, once each. */
    private List<String> meanings() {
        return hub.rows("select distinct meaning_hash from licenses where spoke_id = 'toggled' order by 1").stream()
                .map(row -> row.get(0))
                .toList();
    }

    /** Names and labels of the hub's own metrics. */
    private Set<String> series() throws IOException, InterruptedException {
        String metrics = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(hub.space().url().resolve("/q/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return metrics.lines()
                .filter(line -> line.startsWith("wheelwright_"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
