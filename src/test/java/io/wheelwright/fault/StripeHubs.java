package io.wheelwright.fault;

import io.wheelwright.lab.HubProcess;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.Mailbox;
import io.wheelwright.lab.process.Ports;
import io.wheelwright.lab.stripe.StripeLab;
import io.wheelwright.support.Hub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One or two hubs of one fleet that bill at a Stripe of the lab and write to a mailbox, by a clock that a test moves. A hub
 * has connections for those that stand before a barrier.
 */
final class StripeHubs implements AutoCloseable {

    /** Where customers reach the hubs; nobody is there. */
    static final String PUBLIC_URL = "https://hub.example";

    private final Path ahead;
    private final StripeLab stripe;
    private final Mailbox mailbox;
    private final Map<String, String> settings = new HashMap<>();
    private final Hub hub;
    private HubProcess other;
    private Duration passed = Duration.ZERO;

    /**
     * Starts the first hub, and waits until it is ready.
     *
     * @param folder for the clock of the hubs
     * @param clock Stripe's
     */
    StripeHubs(String name, Path folder, Clock clock) {
        ahead = folder.resolve("ahead");
        pass(Duration.ZERO);
        stripe = StripeLab.start(0, clock);
        mailbox = Mailbox.start();
        settings.putAll(mailbox.settings());
        settings.putAll(stripe.settings());
        settings.put("wheelwright.moved-clock", ahead.toString());
        settings.put("wheelwright.public-url", PUBLIC_URL);
        settings.put("wheelwright.stripe.brake.least", "100");
        settings.put("wheelwright.stripe.events-every", "P1D");
        settings.put("quarkus.datasource.jdbc.max-size", "32");
        hub = Hub.start(name, settings);
    }

    StripeLab stripe() {
        return stripe;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    /** The hub that was started first. */
    Hub hub() {
        return hub;
    }

    /** Starts a second hub beside the first one; it is not ready yet. */
    HubProcess startOther() {
        Map<String, String> own = new HashMap<>(Hub.SETTINGS);
        own.putAll(settings);
        own.put("wheelwright.instance", "other");
        HubSpace space = hub.space();
        HubSpace beside = new HubSpace(
                space.fleetNamespace(),
                space.hubNamespace(),
                space.kubeconfig(),
                space.databaseUrl(),
                Ports.free(),
                space.adminToken());
        other = HubProcess.start(beside, Path.of("target", "hubs", space.fleetNamespace() + "-other"), own);
        return other;
    }

    /** The hub that was started beside the first one. */
    HubProcess other() {
        return other;
    }

    /** Time passes for the hubs, and not for Stripe: in one step, so that nobody reads half of it. */
    void pass(Duration time) {
        passed = passed.plus(time);
        try {
            Files.move(
                    Files.writeString(ahead.resolveSibling("next"), passed.toString()),
                    ahead,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many there are of {@code rows}: a table, and which of it. */
    int count(String rows) {
        return Integer.parseInt(hub.rows("select count(*) from " + rows).get(0).get(0));
    }

    /** The UIDs of all organizations, by their names. */
    Map<String, String> uids() {
        return hub.rows("select org_id, uid from organizations").stream()
                .collect(Collectors.toMap((List<String> row) -> row.get(0), row -> row.get(1)));
    }

    @Override
    public void close() {
        try (StripeLab there = stripe;
                Mailbox post = mailbox;
                Hub first = hub;
                HubProcess second = other) {
            other = null;
        }
    }
}
