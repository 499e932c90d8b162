package io.wheelwright.spoke;

import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Spoke;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The other spokes, as far as one spoke may get into another's way. */
@ApplicationScoped
public class Neighbors {

    private static final String BY_HOSTNAME = "hostname";
    private static final Comparator<Spoke> BY_AGE = Comparator.<Spoke, String>comparing(
                    spoke -> spoke.getMetadata().getCreationTimestamp())
            .thenComparing(spoke -> spoke.getMetadata().getUid());

    private final WheelwrightConfig config;
    private volatile IndexerResourceCache<Spoke> spokes;

    Neighbors(WheelwrightConfig config) {
        this.config = config;
    }

    void watch(IndexerResourceCache<Spoke> cache) {
        cache.addIndexer(
                BY_HOSTNAME, spoke -> List.of(SpokeNames.of(spoke, config).hostname()));
        spokes = cache;
    }

    /** How many spokes are like that; none on a hub that does not lead. */
    long count(Predicate<Spoke> like) {
        return spokes == null ? 0 : spokes.list(like).count();
    }

    /** The spoke that had this hostname first, if it is not the one in question. */
    public Optional<Spoke> earlierWithHostname(Scope scope) {
        return spokes.byIndex(BY_HOSTNAME, scope.names().hostname()).stream()
                .filter(other -> BY_AGE.compare(other, scope.spoke()) < 0)
                .min(BY_AGE);
    }
}
