package io.wheelwright.fleet;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.wheelwright.Json;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.agent.protocol.HeartbeatRequest;
import io.wheelwright.agent.protocol.InstalledPack;
import io.wheelwright.agent.protocol.PackProblem;
import io.wheelwright.agent.protocol.ReportedHealth;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** The last report of every spoke, in memory; what another hub received follows within seconds. */
@ApplicationScoped
public class Heartbeats {

    /** More than clocks of hubs differ, and than a hub is away from the database in passing. */
    private static final Duration LOOK_BACK = Duration.ofMinutes(2);

    private static final int INTERVALS_TO_RETURN = 3;

    private static final String SINCE =
            "SELECT spoke_uid, first_at, last_at, status, os_version, manifest_digest, packs, pack_problems"
                    + " FROM heartbeats WHERE last_at >= ?";

    private final AgroalDataSource database;
    private final HeartbeatJournal journal;
    private final Roster roster;
    private final Event<SpokeReported> reported;
    private final Counter accepted;
    private final Duration silence;
    private final Duration returning;
    private final Clock clock;

    private volatile Instant listening;

    private final Map<String, LastHeartbeat> last = new ConcurrentHashMap<>();

    Heartbeats(
            AgroalDataSource database,
            HeartbeatJournal journal,
            Roster roster,
            Event<SpokeReported> reported,
            MeterRegistry registry,
            WheelwrightConfig config,
            Clock clock) {
        this.database = database;
        this.journal = journal;
        this.roster = roster;
        this.reported = reported;
        this.accepted = Counter.builder("wheelwright.heartbeats.accepted")
                .description("Heartbeats whose report is durable.")
                .register(registry);
        this.silence = config.heartbeat().silence();
        this.returning = config.heartbeat().interval().multipliedBy(INTERVALS_TO_RETURN);
        this.clock = clock;
        listensSince(clock.instant());
    }

    /** The last durable report of the spoke, if it ever reported. */
    public Optional<LastHeartbeat> last(String spokeUid) {
        return Optional.ofNullable(last.get(spokeUid));
    }

    /**
     * When the next report of the spoke is overdue: some time after the last, but not before three intervals after this
     * hub, or its database, was away itself. Empty while the spoke has never reported.
     */
    public Optional<Instant> overdueAt(String spokeUid) {
        return overdueAt(spokeUid, silence);
    }

    /** The same for who is more, or less, patient. */
    Optional<Instant> overdueAt(String spokeUid, Duration patience) {
        Instant back = listening.plus(returning);
        return last(spokeUid).map(report -> report.at().plus(patience)).map(due -> due.isBefore(back) ? back : due);
    }

    /** Since this moment reports can be taken without a break. */
    void listensSince(Instant moment) {
        listening = moment;
    }

    /** Completes when the report is durable. */
    CompletionStage<Void> receive(KnownSpoke spoke, HeartbeatRequest report) {
        Instant at = clock.instant();
        return journal.append(spoke.uid(), at, report)
                .whenComplete(this::noteBreak)
                .thenAccept(durable -> {
                    LastHeartbeat before = last.get(spoke.uid());
                    LastHeartbeat now = new LastHeartbeat(
                            before == null ? at : before.firstAt(),
                            at,
                            report.status(),
                            report.osVersion(),
                            report.manifestDigest(),
                            report.installedPacks() == null ? List.of() : report.installedPacks(),
                            report.packProblems() == null ? List.of() : report.packProblems());
                    accepted.increment();
                    learn(spoke, now);
                });
    }

    private void noteBreak(Void durable, Throwable failure) {
        if (failure != null && !HeartbeatJournal.isOfTheData(failure)) {
            listensSince(clock.instant());
        }
    }

    void load(@Observes StartupEvent start) {
        readSince(Instant.EPOCH, last::put);
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void follow() {
        readSince(clock.instant().minus(LOOK_BACK), (uid, now) -> roster.byUid(uid)
                .ifPresent(spoke -> learn(spoke, now)));
        last.keySet().removeIf(uid -> roster.byUid(uid).isEmpty());
    }

    private void readSince(Instant since, BiConsumer<String, LastHeartbeat> reader) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(SINCE)) {
            statement.setTimestamp(1, Timestamp.from(since));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    see(rows, reader);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The heartbeats cannot be read from the database.", e);
        }
    }

    /** Most of what was just written is this hub's own. */
    private void see(ResultSet row, BiConsumer<String, LastHeartbeat> reader) throws SQLException {
        LastHeartbeat known = last.get(row.getString(1));
        if (known == null || known.at().isBefore(row.getTimestamp(3).toInstant())) {
            reader.accept(row.getString(1), read(row));
        }
    }

    private void learn(KnownSpoke spoke, LastHeartbeat now) {
        LastHeartbeat before = last.put(spoke.uid(), now);
        news(before, now).ifPresent(kind -> reported.fireAsync(new SpokeReported(spoke.uid(), spoke.spokeId(), kind)));
    }

    private Optional<SpokeReported.Kind> news(LastHeartbeat before, LastHeartbeat now) {
        if (before == null) {
            return Optional.of(SpokeReported.Kind.FIRST_HEARTBEAT);
        }
        if (before.at().plus(silence).isBefore(now.at())) {
            return Optional.of(SpokeReported.Kind.RETURNED);
        }
        if (!Objects.equals(before.manifestDigest(), now.manifestDigest())
                || !before.packs().equals(now.packs())
                || !before.packProblems().equals(now.packProblems())) {
            return Optional.of(SpokeReported.Kind.PACKS_CHANGED);
        }
        return before.status() == now.status() ? Optional.empty() : Optional.of(SpokeReported.Kind.STATUS_CHANGED);
    }

    private static LastHeartbeat read(ResultSet row) throws SQLException {
        return new LastHeartbeat(
                row.getTimestamp(2).toInstant(),
                row.getTimestamp(3).toInstant(),
                ReportedHealth.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
                row.getString(5),
                row.getString(6),
                List.of(Json.read(row.getString(7), InstalledPack[].class)),
                List.of(Json.read(row.getString(8), PackProblem[].class)));
    }
}
