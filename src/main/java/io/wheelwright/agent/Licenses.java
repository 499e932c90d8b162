package io.wheelwright.agent;

import io.wheelwright.agent.protocol.LicenseBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The licenses that the spoke holds: the mounted one, and the one it fetched itself. The newest good one counts. */
final class Licenses {
    private static final Comparator<License> BY_AGE =
            Comparator.comparingLong(License::revision).thenComparing(License::expiresAt);

    private final LicenseVerifier verifier;
    private final MountedLicense mounted;
    private final FetchedLicense fetched;
    private final HighestRevision highestRevision;
    private final Clock clock;

    private volatile List<Held> held = List.of();
    private volatile Unlicensed unlicensed = Unlicensed.UNKNOWN;

    /** A license and what its signature and its claims say: as these never change, they are looked at once. */
    private record Held(LicenseBundle bundle, License license, LicenseProblem problem) {

        License verified() throws LicenseRejected {
            if (problem != null) {
                throw new LicenseRejected(problem);
            }
            return license;
        }
    }

    Licenses(LicenseVerifier verifier, Path mountedDirectory, Path dataDirectory, Clock clock) throws IOException {
        this.verifier = verifier;
        this.mounted = new MountedLicense(mountedDirectory);
        this.fetched = new FetchedLicense(dataDirectory);
        this.highestRevision = new HighestRevision(dataDirectory);
        this.clock = clock;
        reload();
    }

    /** What the licenses held grant at this moment, or else what the product grants without one. */
    AccessReport access() {
        try {
            return AccessReport.of(newest(), unlicensed);
        } catch (LicenseRejected e) {
            return AccessReport.without(e.problem(), unlicensed);
        }
    }

    /** Looks at the mounted license and the fetched one again. */
    void reload() throws IOException {
        unlicensed = mounted.unlicensed().orElse(unlicensed);
        held = Stream.of(mounted.read(), fetched.read())
                .flatMap(Optional::stream)
                .map(this::held)
                .toList();
        try {
            highestRevision.raiseTo(newest().revision());
        } catch (LicenseRejected e) {
            // access() says so
        }
    }

    /** Keeps a license that the hub handed out, unless it is not good. */
    void accept(LicenseBundle bundle) throws IOException, LicenseRejected {
        current(verifier.verify(bundle));
        fetched.keep(bundle);
        reload();
    }

    /** The newest good license; without one, what is wrong with the one that came furthest. */
    private License newest() throws LicenseRejected {
        License newest = null;
        LicenseProblem problem = LicenseProblem.MISSING;
        for (Held one : held) {
            try {
                License license = current(one.verified());
                newest = newest == null || BY_AGE.compare(license, newest) > 0 ? license : newest;
            } catch (LicenseRejected e) {
                problem = e.problem().compareTo(problem) > 0 ? e.problem() : problem;
            }
        }
        if (newest == null) {
            throw new LicenseRejected(problem);
        }
        return newest;
    }

    private License current(License license) throws LicenseRejected {
        license.requireCurrent(clock.instant(), highestRevision.value());
        return license;
    }

    private Held held(LicenseBundle bundle) {
        return held.stream()
                .filter(known -> known.bundle().equals(bundle))
                .findFirst()
                .orElseGet(() -> examined(bundle));
    }

    private Held examined(LicenseBundle bundle) {
        try {
            return new Held(bundle, verifier.verify(bundle), null);
        } catch (LicenseRejected e) {
            return new Held(bundle, null, e.problem());
        }
    }
}
