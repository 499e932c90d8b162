package io.wheelwright.fleet;

import io.wheelwright.Digest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;

/** Spokes as the operator registers them. */
@ApplicationScoped
public class TestSpokes {

    /** A spoke and the key of its agent. */
    public record TestSpoke(String id, String uid, String key) {}

    private final SpokeRows rows;
    private final Roster roster;

    TestSpokes(SpokeRows rows, Roster roster) {
        this.rows = rows;
        this.roster = roster;
    }

    public TestSpoke make() {
        String id = "spoke-" + UUID.randomUUID().toString().substring(0, 8);
        TestSpoke spoke = new TestSpoke(id, UUID.randomUUID().toString(), "key-" + UUID.randomUUID());
        register(spoke);
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> roster.byUid(spoke.uid())
                .isPresent());
        return spoke;
    }

    void register(TestSpoke spoke) {
        rows.register(new SpokeRow(
                spoke.uid(),
                spoke.id(),
                "acme",
                "acme-uid",
                "cosmetics",
                "starter",
                "default",
                "spoke-" + spoke.id(),
                spoke.uid(),
                spoke.id() + ".example.com",
                "https://" + spoke.id() + ".example.com",
                Digest.sha256(spoke.key()),
                false));
    }
}
