package io.wheelwright.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.Json;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is decided about a deletion between its being read and its beginning counts. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class DueDeletionsResourceTest {

    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @Inject
    DueDeletions due;

    @Inject
    Decisions decisions;

    @Inject
    Deletions deletions;

    /** Its day is far away, so that no run of the hub touches it. */
    private final DeletionEntity row = row();

    @AfterEach
    void forget() {
        QuarkusTransaction.requiringNew().run(() -> DeletionEntity.delete("spokeUid", row.spokeUid));
    }

    @Test
    void whatWasPutOffSinceItWasReadIsNotBegun() {
        QuarkusTransaction.requiringNew().run(row::persist);
        QuarkusTransaction.requiringNew()
                .run(() -> due.putOff(DeletionEntity.locked(row.id).orElseThrow(), "The Spoke is being made again."));

        assertThat(due.begin(row)).isEmpty();
        withoutATrace(() -> {
            stored().deleteAfter = LONG_AGO;
            assertThat(due.begin(row)).isEmpty();
            stored().nextAt = LONG_AGO;
            assertThat(due.begin(row)).isPresent();
        });
    }

    @Test
    void whatIsKeptLongerSinceItWasReadIsNotBegun() {
        QuarkusTransaction.requiringNew().run(row::persist);

        assertThat(due.begin(row)).isEmpty();
    }

    @Test
    void whatSomebodyHasDecidedIsNotOverwrittenByWhatWasSeenBefore() {
        withoutATrace(() -> {
            row.deleteAfter = LONG_AGO;
            row.persist();
            DeletionEntity seen =
                    due.begin(row).map(DueDeletionsResourceTest::copy).orElseThrow();
            decisions.confirm(row.id, false, "admin");

            due.left(seen, "export", Json.tree(Map.of("url", "file:///export")), "Copy it.");
            due.stalls(seen);

            assertThat(stored().state).isEqualTo(DeletionState.executing.name());
            assertThat(stored().withHooks).isFalse();
            assertThat(stored().leftHook).isNull();
            assertThat(due.failed(seen, "It failed.")).isFalse();
            assertThat(stored().attempts).isZero();
        });
    }

    @Test
    void theResultOfAHookThatSomebodyHasToTakeOutIsAskedForAgain() {
        row.left("export", Json.tree(Map.of("url", "file:///export", "left_in_namespace", true)));
        assertThat(row.hasExported("export")).isFalse();

        row.exported("backup", Json.tree(Map.of("left_in_namespace", true)));
        row.leftHook = null;

        assertThat(row.hasExported("export")).isTrue();
        assertThat(row.hasExported("backup")).isTrue();
    }

    @Test
    void whatIsAskedForAgainWithoutCertaintyWaitsForAPerson() {
        withoutATrace(() -> {
            row.persist();
            deletions.schedule(request(Duration.ZERO, false));

            assertThat(stored().state).isEqualTo(DeletionState.unconfirmed.name());
        });
    }

    @Test
    void whatHasBegunIsPutOffWhenSomebodyWantsItKept() {
        withoutATrace(() -> {
            row.deleteAfter = LONG_AGO;
            row.persist();
            assertThat(due.begin(row)).isPresent();
            Duration longer = Duration.between(LONG_AGO, Instant.parse("2098-01-01T00:00:00Z"));

            assertThat(deletions.schedule(request(longer, true)))
                    .hasValueSatisfying(kept -> assertThat(kept.deleteAfter()).isEqualTo(LONG_AGO.plus(longer)));

            assertThat(stored().begunAt).isNull();
            assertThat(stored().state).isEqualTo(DeletionState.scheduled.name());
            assertThat(due.begin(row)).isEmpty();
        });
    }

    @Test
    void whatWaitsForAnAdministratorIsNotAskedForEverySecond() {
        row.state = DeletionState.stalled.name();
        QuarkusTransaction.requiringNew().run(row::persist);

        assertThat(due.begin(row)).isEmpty();

        Instant next = QuarkusTransaction.requiringNew().call(() -> stored().nextAt);
        assertThat(next).isAfter(Instant.now().plusSeconds(30));
    }

    @Test
    void theJobsOfTwoDeletionsOfAnInstanceHaveDifferentNames() {
        String first = row.jobOf("export");
        row.requestedAt = row.requestedAt.plus(Duration.ofDays(1));

        assertThat(row.jobOf("export")).isNotEqualTo(first);
    }

    /** In a transaction that nobody else ever sees: the hub would finish a row whose namespace does not exist. */
    private static void withoutATrace(Runnable test) {
        QuarkusTransaction.begin();
        try {
            test.run();
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    private Deletions.Request request(Duration retention, boolean certain) {
        Place place =
                new Place(row.spokeId, row.spokeUid, "acme", "cosmetics", row.namespace, row.namespaceUid, "birth");
        return new Deletions.Request(place, "the Spoke was deleted", retention, "{}", certain);
    }

    /** As a look has it that goes on outside of the transaction. */
    private static DeletionEntity copy(DeletionEntity row) {
        DeletionEntity copy = row();
        copy.id = row.id;
        copy.decisions = row.decisions;
        return copy;
    }

    private DeletionEntity stored() {
        return DeletionEntity.findById(row.id);
    }

    private static DeletionEntity row() {
        DeletionEntity row = new DeletionEntity();
        row.spokeId = "due-" + UUID.randomUUID().toString().substring(0, 8);
        row.spokeUid = UUID.randomUUID().toString();
        row.namespace = "spoke-" + row.spokeId;
        row.namespaceUid = UUID.randomUUID().toString();
        row.cause = "the Spoke was deleted";
        row.state = DeletionState.scheduled.name();
        row.requestedAt = LONG_AGO;
        row.deleteAfter = Instant.parse("2099-01-01T00:00:00Z");
        row.nextAt = LONG_AGO;
        return row;
    }
}
