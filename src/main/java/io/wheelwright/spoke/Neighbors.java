package io.wheelwright.spoke;

import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.ConditionTypes;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.status.Conditions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The other spokes, as far as one spoke may get into another's way. */
@ApplicationScoped
public class Neighbors {

    private static final String BY_HOSTNAME = "hostname";
    /** Why a spoke is not claimed whose hostname is another's. */
    public static final String HOSTNAME_TAKEN = "HostnameTaken";

    private static final String BELOW = "*.";
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
                BY_HOSTNAME, spoke -> indexed(SpokeNames.of(spoke, config).hostname()));
        spokes = cache;
    }

    /** Itself, and each domain that it is in, so that whoever has that domain finds it. */
    private static List<String> indexed(String hostname) {
        return Stream.concat(Stream.of(hostname), domains(hostname).map(BELOW::concat))
                .toList();
    }

    private static Stream<String> domains(String hostname) {
        return Stream.iterate(hostname, name -> name.indexOf('.') >= 0, name -> name.substring(name.indexOf('.') + 1))
                .skip(1);
    }

    /** How many spokes are like that; none on a hub that does not lead. */
    long count(Predicate<Spoke> like) {
        return spokes == null ? 0 : spokes.list(like).count();
    }

    /**
     * The spoke that had this hostname first, or one above or below it, if it is not the one in question: a chart may serve
     * hosts below its own.
     */
    public Optional<Spoke> earlierWithHostname(Scope scope) {
        String hostname = scope.names().hostname();
        Stream<Spoke> overlapping = Stream.concat(Stream.of(BELOW + hostname), domains(hostname))
                .flatMap(name -> spokes.byIndex(BY_HOSTNAME, name).stream())
                .filter(other -> !isRefused(other));
        return Stream.concat(spokes.byIndex(BY_HOSTNAME, hostname).stream(), overlapping)
                .filter(other -> BY_AGE.compare(other, scope.spoke()) < 0)
                .min(BY_AGE);
    }

    /** Whoever has no host is in nobody's way, such as one that wanted the domain of all. */
    private static boolean isRefused(Spoke spoke) {
        return spoke.getStatus() != null
                && Conditions.find(spoke.getStatus().conditions(), ConditionTypes.CLAIMED)
                        .filter(claimed -> HOSTNAME_TAKEN.equals(claimed.getReason()))
                        .isPresent();
    }
}
