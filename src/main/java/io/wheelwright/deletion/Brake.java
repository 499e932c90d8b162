package io.wheelwright.deletion;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.wheelwright.BrakeLimits;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.audit.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Stops a wave of deletions, which is more often a mistake than a wish: a pruned folder in Git, a restored database. It
 * counts over ten minutes, and once engaged it holds until an administrator releases it, also over a restart. The release
 * is for ten minutes, too.
 */
@ApplicationScoped
class Brake {

    static final String HELD =
            "Too many spokes are being deleted at once; if that is meant, release the brake (docs/deletion.md).";

    private static final String KIND = "DeletionBrake";
    private static final String OBJECT = "fleet";

    private final BrakeLimits limits;
    private final Audit audit;
    private final Clock clock;

    Brake(WheelwrightConfig config, Audit audit, Clock clock) {
        this.limits = config.deletion().brake();
        this.audit = audit;
        this.clock = clock;
    }

    void check(@Observes StartupEvent start) {
        BrakeLimits.check("wheelwright.deletion.brake", limits);
    }

    /**
     * Whether one more deletion may be made now. To be asked in the transaction that records the deletion.
     *
     * @param instant column that tells when the deletions to be counted were made
     */
    boolean admits(String instant) {
        BrakeEntity brake = BrakeEntity.locked();
        if (brake.engagedAt != null) {
            return false;
        }
        Instant now = clock.instant();
        Instant since = now.minus(limits.window());
        if (brake.releasedAt != null && brake.releasedAt.isAfter(since)) {
            return true;
        }
        long recent = DeletionEntity.count(instant + " > ?1", since);
        if (recent < BrakeLimits.most(limits, fleet())) {
            return true;
        }
        brake.engagedAt = now;
        audit.record("operator", "engage", KIND, OBJECT, null, recent + " deletions since " + since);
        Log.warnf("%d spokes were deleted since %s: the brake holds further deletions back", recent, since);
        return false;
    }

    /** Lets deletions go on, and counts them no more for as long as it otherwise counts back. */
    @Transactional
    boolean release(String actor) {
        BrakeEntity brake = BrakeEntity.locked();
        boolean engaged = brake.engagedAt != null;
        if (engaged) {
            audit.record(actor, "release", KIND, OBJECT, "engaged at " + brake.engagedAt, null);
            brake.engagedAt = null;
            brake.releasedAt = clock.instant();
        }
        return engaged;
    }

    /** Since when it holds deletions back, if it does. */
    @Transactional
    Optional<Instant> engagedAt() {
        return Optional.ofNullable(BrakeEntity.current().engagedAt);
    }

    private static long fleet() {
        return ((Number) DeletionEntity.getEntityManager()
                        .createNativeQuery("SELECT count(*) FROM spokes WHERE gone_at IS NULL")
                        .getSingleResult())
                .longValue();
    }
}
