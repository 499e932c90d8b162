package io.wheelwright.fleet;

import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.Digest;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.support.HubTestResource;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class RosterResourceTest {

    @Inject
    TestSpokes spokes;

    @Inject
    Roster roster;

    @Inject
    AgroalDataSource database;

    @Inject
    Event<Roster.NewKeyUsed> newKeys;

    @Inject
    Event<RevocationSeen> revocations;

    @Test
    void aReboundSpokeIsKnownOnce() {
        TestSpoke former = spokes.make();

        TestSpoke spoke = spokes.rebind(former);

        await().atMost(SOON).until(() -> roster.byUid(spoke.uid()).isPresent());
        assertThat(roster.byUid(former.uid())).isEmpty();
        assertThat(roster.count(known -> known.spokeId().equals(spoke.id()))).isEqualTo(1);
        assertThat(roster.spokeUid(Digest.sha256(spoke.key()))).contains(spoke.uid());
    }

    @Test
    void theFormerKeyIsValidUntilTheNewOneIsUsed() {
        TestSpoke former = spokes.make();
        TestSpoke spoke = spokes.rekey(former);
        await().atMost(SOON)
                .until(() -> roster.byUid(spoke.uid()).orElseThrow().keys().size() == 2);
        assertThat(roster.spokeUid(Digest.sha256(former.key()))).contains(spoke.uid());

        assertThat(roster.spokeUid(Digest.sha256(spoke.key()))).contains(spoke.uid());

        await().atMost(SOON)
                .until(() -> roster.spokeUid(Digest.sha256(former.key())).isEmpty());
        assertThat(roster.spokeUid(Digest.sha256(spoke.key()))).contains(spoke.uid());
    }

    @Test
    void aRowThatARestoreOfTheDatabaseTookAwayIsForgotten() {
        TestSpoke lost = spokes.make();
        TestSpoke kept = spokes.make();
        QuarkusTransaction.requiringNew().run(() -> SpokeEntity.delete("uid", lost.uid()));

        roster.reload();

        assertThat(roster.byUid(lost.uid())).isEmpty();
        assertThat(roster.byName(lost.id())).isEmpty();
        assertThat(roster.spokeUid(Digest.sha256(lost.key()))).isEmpty();
        assertThat(roster.byUid(kept.uid())).isPresent();
    }

    @Test
    void aWaveOfChangesWantsOneRefresh() throws InterruptedException {
        LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
        ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, waiting);
        CountDownLatch open = new CountDownLatch(1);
        thread.execute(() -> await().until(() -> open.await(10, TimeUnit.SECONDS)));
        Roster other = new Roster(database, thread, newKeys, revocations);
        try {
            for (int i = 0; i < 100; i++) {
                other.changed(new SpokeRows.Changed("uid-" + i));
            }
            assertThat(waiting).hasSize(1);
            open.countDown();
            await().atMost(SOON).until(() -> thread.getCompletedTaskCount() == 2);
            other.changed(new SpokeRows.Changed("uid"));
            await().atMost(SOON).until(() -> thread.getCompletedTaskCount() == 3);
        } finally {
            thread.shutdownNow();
        }
    }
}
