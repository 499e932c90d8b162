package io.wheelwright.spoke;

import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.ConditionTypes;
import io.wheelwright.api.v1alpha1.Reasons;
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
     * Whether it wants the domain of the hub's own hostnames, or one above it, and has it not yet: its chart might serve
     * those of everybody.
     */
    public boolean wantsTheDomainOfAll(Scope scope) {
        return !isClaimed(scope.spoke()) && isAboveAll(scope.names().host());
    }

    /**
     * The spoke that had this hostname first, if it is not the one in question; or one above or below it, since a chart may
     * serve hosts below its own. Nobody who has got a host loses it to one above or below.
     */
    public Optional<Spoke> earlierWithHostname(Scope scope) {
        Spoke spoke = scope.spoke();
        String hostname = scope.names().hostname();
        Stream<Spoke> same = spokes.byIndex(BY_HOSTNAME, hostname).stream().filter(other -> isOlder(other, spoke));
        Stream<Spoke> overlapping = Stream.concat(
                        Stream.of(BELOW + hostname), domains(hostname).filter(name -> !isAboveAll(name)))
                .filter(name -> !isClaimed(spoke))
                .flatMap(name -> spokes.byIndex(BY_HOSTNAME, name).stream())
                .filter(other -> isClaimed(other) || !isRefused(other) && isOlder(other, spoke));
        return Stream.concat(same, overlapping).min(BY_AGE);
    }

    private boolean isAboveAll(String domain) {
        return ("." + SpokeNames.withoutPort(config.domain())).endsWith("." + SpokeNames.withoutPort(domain));
    }

    private static boolean isOlder(Spoke other, Spoke spoke) {
        return BY_AGE.compare(other, spoke) < 0;
    }

    /** By the namespace that it has got: the condition goes while the instance cannot be looked at. */
    private static boolean isClaimed(Spoke spoke) {
        return spoke.getStatus() != null && spoke.getStatus().namespace() != null;
    }

    /** Whoever has no host is in nobody's way. */
    private static boolean isRefused(Spoke spoke) {
        return Optional.ofNullable(spoke.getStatus())
                .flatMap(status -> Conditions.find(status.conditions(), ConditionTypes.CLAIMED))
                .filter(claim -> Reasons.HOSTNAME_TAKEN.equals(claim.getReason()))
                .isPresent();
    }
}
