package io.wheelwright.fleet;

import static io.wheelwright.support.Patience.SOON;

import io.wheelwright.Digest;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Spoke;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;

/** Spokes as the operator registers them. */
@ApplicationScoped
public class TestSpokes {

    /** A spoke and the key of its agent. */
    public record TestSpoke(String id, String uid, String key) {}

    private static final String ORGANIZATION = "acme";
    private static final String PRODUCT = "cosmetics";

    private final SpokeRows rows;
    private final Roster roster;

    TestSpokes(SpokeRows rows, Roster roster) {
        this.rows = rows;
        this.roster = roster;
    }

    /** A spoke of the organization {@code acme}; it has no resource. */
    public TestSpoke make() {
        return make(ORGANIZATION);
    }

    /** A spoke of that organization, whose UID is its name and {@code -uid}. */
    public TestSpoke make(String organization) {
        return make(organization, PRODUCT);
    }

    /** A spoke of that organization and product. */
    public TestSpoke make(String organization, String product) {
        return known("spoke-" + suffix(), UUID.randomUUID().toString(), organization, product);
    }

    /** A spoke of that organization and product, with that name. */
    public TestSpoke make(String organization, String product, String name) {
        return known(name, UUID.randomUUID().toString(), organization, product);
    }

    /** A spoke of an organization that is there, with or without a subscription of its own. */
    public TestSpoke make(Organization organization, boolean ownBilling) {
        TestSpoke spoke = new TestSpoke("spoke-" + suffix(), UUID.randomUUID().toString(), "key-" + UUID.randomUUID());
        register(
                spoke,
                organization.getMetadata().getName(),
                organization.getMetadata().getUid(),
                PRODUCT,
                spoke.uid(),
                ownBilling);
        return spoke;
    }

    /** A spoke of an organization that is there, and of a product. */
    public TestSpoke make(Organization organization, String product) {
        TestSpoke spoke = new TestSpoke("spoke-" + suffix(), UUID.randomUUID().toString(), "key-" + UUID.randomUUID());
        register(
                spoke,
                organization.getMetadata().getName(),
                organization.getMetadata().getUid(),
                product,
                spoke.uid(),
                false);
        awaitKnown(spoke);
        return spoke;
    }

    /** The spoke of a resource that is there. */
    public TestSpoke of(Spoke resource) {
        return known(resource.getMetadata().getName(), resource.getMetadata().getUid(), ORGANIZATION, PRODUCT);
    }

    /** Takes the spoke away. */
    @Transactional
    public void end(TestSpoke spoke) {
        SpokeEntity.update("goneAt = current_timestamp where uid = ?1", spoke.uid());
    }

    /** The same instance under another resource, as after a restore of the cluster. */
    public TestSpoke rebind(TestSpoke spoke) {
        TestSpoke moved = new TestSpoke(spoke.id(), UUID.randomUUID().toString(), spoke.key());
        register(moved, ORGANIZATION, PRODUCT, spoke.uid());
        return moved;
    }

    /** The same spoke with another key for its agent. */
    TestSpoke rekey(TestSpoke spoke) {
        TestSpoke rekeyed = new TestSpoke(spoke.id(), spoke.uid(), "key-" + UUID.randomUUID());
        register(rekeyed);
        return rekeyed;
    }

    private TestSpoke known(String id, String uid, String organization, String product) {
        TestSpoke spoke = new TestSpoke(id, uid, "key-" + UUID.randomUUID());
        register(spoke, organization, product, uid);
        awaitKnown(spoke);
        return spoke;
    }

    private void awaitKnown(TestSpoke spoke) {
        Awaitility.await()
                .atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> roster.byUid(spoke.uid()).isPresent());
    }

    void register(TestSpoke spoke) {
        register(spoke, ORGANIZATION);
    }

    void register(TestSpoke spoke, String organization) {
        register(spoke, organization, PRODUCT, spoke.uid());
    }

    private void register(TestSpoke spoke, String organization, String product, String birthId) {
        register(spoke, organization, organization + "-uid", product, birthId, false);
    }

    private void register(
            TestSpoke spoke,
            String organization,
            String organizationUid,
            String product,
            String birthId,
            boolean ownBilling) {
        rows.register(new SpokeRow(
                spoke.uid(),
                spoke.id(),
                organization,
                organizationUid,
                product,
                "starter",
                "default",
                "spoke-" + spoke.id(),
                birthId,
                spoke.id() + ".example.com",
                "https://" + spoke.id() + ".example.com",
                Digest.sha256(spoke.key()),
                false,
                ownBilling));
    }

    private static String suffix() {
        return UUID.randomUUID().toString().substring(0, 8);
    }
}
