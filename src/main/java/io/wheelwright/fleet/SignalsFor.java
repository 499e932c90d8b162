package io.wheelwright.fleet;

import io.wheelwright.agent.protocol.HeartbeatRequest;
import io.wheelwright.agent.protocol.InstalledPack;
import io.wheelwright.agent.protocol.Manifest;
import io.wheelwright.agent.protocol.Signals;
import io.wheelwright.api.v1alpha1.Access;
import java.util.List;
import org.semver4j.Semver;

/** What a spoke is told when it reports. */
final class SignalsFor {

    private static final String REVOKED = "The license was revoked: ask the vendor.";
    private static final Signals NONE = Signals.none();

    private SignalsFor() {}

    static Signals of(KnownSpoke spoke, HeartbeatRequest report) {
        String update = newer(spoke.targetVersion(), report.osVersion()) ? spoke.targetVersion() : null;
        int packs = packUpdates(spoke.manifest(), report.installedPacks());
        boolean sync = spoke.manifest() != null && !spoke.manifest().digest().equals(report.manifestDigest());
        String message = spoke.revoked() ? REVOKED : message(spoke.access());
        return update == null && packs == 0 && !sync && message == null
                ? NONE
                : new Signals(update, packs, sync, message);
    }

    private static int packUpdates(Manifest manifest, List<InstalledPack> installed) {
        if (manifest == null || installed == null) {
            return 0;
        }
        return (int) manifest.packs().stream()
                .filter(wanted -> installed.stream()
                        .filter(pack -> pack.name().equals(wanted.name()))
                        .anyMatch(pack -> newer(wanted.version(), pack.version())))
                .count();
    }

    private static boolean newer(String offered, String present) {
        if (offered == null || offered.equals(present)) {
            return false;
        }
        Semver ours = Semver.parse(offered);
        Semver theirs = Semver.parse(present);
        return ours != null && theirs != null && ours.isGreaterThan(theirs);
    }

    private static String message(Access access) {
        return switch (access) {
            case Full -> null;
            case ReadOnly -> "The spoke is read-only until a payment arrives.";
            case ExportOnly -> "The subscription has ended: data can still be exported.";
            case None -> "The spoke may not run: access has ended.";
        };
    }
}
