package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.wheelwright.lab.AuditLog;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.Mailbox;
import io.wheelwright.lab.Manifests;
import io.wheelwright.lab.Samples;
import io.wheelwright.support.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Healthy is silent: a fleet that is left alone is looked at all the while, and costs no write and no line of the log. */
@Tag("long")
class QuietStory {

    private static final String NAME = "quiet-" + ProcessHandle.current().pid();

    private static final List<String> PRODUCTS = List.of("cosmetics", "iot", "site");

    private static final int SPOKES = 50;

    /** A minute in an ordinary run; {@code -Dsoak.quiet=PT10M} for a long one. */
    private static final Duration QUIET = Duration.parse(System.getProperty("soak.quiet", "PT60S"));

    private static final Duration SETTLED = Duration.ofSeconds(10);

    private static final Duration SET_UP = Duration.ofMinutes(8);

    /** What a hub does by itself, it does many times within that time. */
    private static final Map<String, String> RESTLESS = Map.of(
            "wheelwright.operations.recheck", "PT15S",
            "wheelwright.heartbeat.interval", "PT5S",
            "wheelwright.heartbeat.silence", "PT30S",
            "wheelwright.release.idle", "PT15S");

    @Test
    void aFleetThatIsLeftAloneCostsNothing() throws IOException {
        AuditLog audit = AuditLog.in(Path.of("target", "audits", NAME));
        try (LabPlane plane = LabPlane.start(Path.of("target", "planes", NAME), audit.apiServerFlags())) {
            plane.node();
            try (Mailbox mailbox = Mailbox.start();
                    Hub hub = Hub.start(plane, "quiet", restless(mailbox))) {
                List<String> spokes = fleet(hub);
                awaitFleet(hub);
                spokes.forEach(hub::awaitReady);
                rest(hub, spokes.get(0));
                awaitSettled(audit);
                Instant begin = audit.now();
                int lines = log(hub).size();

                await("time passes").atMost(QUIET.multipliedBy(2)).until(() -> passed(audit, begin, QUIET));

                assertThat(audit.writesSince(begin)).isEmpty();
                assertThat(log(hub).stream().skip(lines)).isEmpty();
                assertThat(lookedAt(audit, begin))
                        .containsAll(spokes.stream().map(hub::namespaceOf).toList());
                spokes.stream().skip(1).forEach(hub::awaitReady);
            }
        }
    }

    private static Map<String, String> restless(Mailbox mailbox) {
        Map<String, String> settings = new HashMap<>(RESTLESS);
        settings.putAll(mailbox.settings());
        return settings;
    }

    /** Spokes of every sample. */
    private static List<String> fleet(Hub hub) {
        hub.apply(Manifests.organization("acme"));
        PRODUCTS.forEach(product -> hub.apply(Serialization.asYaml(Samples.product(Path.of(""), product))));
        List<String> spokes = new ArrayList<>();
        for (int number = 0; number < SPOKES; number++) {
            spokes.add("quiet-" + number);
            hub.apply(Manifests.spoke("quiet-" + number, "acme", PRODUCTS.get(number % PRODUCTS.size())));
        }
        return spokes;
    }

    /** Which one comes last is not known, and all of them take a while. */
    private static void awaitFleet(Hub hub) {
        await("all are ready")
                .atMost(SET_UP)
                .pollInterval(SETTLED.dividedBy(5))
                .until(() ->
                        hub.rows("select 1 from spokes where status = 'active'").size() == SPOKES);
    }

    /** One that is suspended is no less quiet. */
    private static void rest(Hub hub, String spoke) {
        hub.apply(Manifests.spoke(spoke, "acme", PRODUCTS.get(0)) + "  suspended: true\n");
        hub.awaitCondition(spoke, "Ready", "False", "Suspended");
    }

    /** What has just become Ready is still being told of. */
    private static void awaitSettled(AuditLog audit) {
        await("the hub has told everything").atMost(Duration.ofMinutes(1)).until(() -> {
            Instant now = audit.now();
            return audit.writesSince(now.minus(SETTLED)).isEmpty();
        });
    }

    /** By the leases of the control plane, which are renewed whatever the hub does. */
    private static boolean passed(AuditLog audit, Instant begin, Duration time) {
        return Duration.between(begin, audit.now()).compareTo(time) >= 0;
    }

    private static Set<String> lookedAt(AuditLog audit, Instant begin) {
        return audit.since(begin).stream()
                .filter(call -> call.resource().equals("secrets"))
                .map(AuditLog.Call::namespace)
                .collect(Collectors.toSet());
    }

    private static List<String> log(Hub hub) throws IOException {
        return Files.readAllLines(hub.process().log());
    }
}
