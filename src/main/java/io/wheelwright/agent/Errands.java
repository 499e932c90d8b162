package io.wheelwright.agent;

import io.wheelwright.agent.protocol.DirectoryRegistration;
import io.wheelwright.agent.protocol.HeartbeatResponse;
import java.io.IOException;
import java.time.Duration;

/** What the agent does for its spoke when the hub is there. What fails is tried again at the next beat. */
final class Errands {
    private static final Duration REGISTRATION_LASTS = Duration.ofDays(1);
    private static final Duration BETWEEN_REGISTRATIONS = Duration.ofMinutes(1);

    /** A hub that wants to hear this often still waits for something. */
    private static final int PROVISIONING_SECONDS = 5;

    private final HubClient hub;
    private final DirectoryRegistration registration;
    private final Packs packs;
    private final PackErrand packErrand;
    private final Licenses licenses;
    private final LicenseRenewal renewal;
    private final UsageErrand usage;
    private final AgentStatus status;
    private final AgentJournal journal;

    Errands(
            HubClient hub,
            DirectoryRegistration registration,
            Packs packs,
            PackErrand packErrand,
            Licenses licenses,
            LicenseRenewal renewal,
            UsageErrand usage,
            AgentStatus status,
            AgentJournal journal) {
        this.hub = hub;
        this.registration = registration;
        this.packs = packs;
        this.packErrand = packErrand;
        this.licenses = licenses;
        this.renewal = renewal;
        this.usage = usage;
        this.status = status;
        this.journal = journal;
    }

    /** Runs what is due. Packs are installed beside it. */
    void run(HeartbeatResponse answer) {
        if (registrationIsDue(answer)) {
            attempt("directory", this::register);
        }
        if (isManifestDue(answer)) {
            attempt("manifest", () -> hub.manifest().ifPresent(packErrand::follow));
        }
        if (renewal.isDue(licenses.access(), answer)) {
            attempt("license", this::renewLicense);
        }
        attempt("usage report", () -> usage.run(hub));
    }

    private boolean isManifestDue(HeartbeatResponse answer) {
        return !packErrand.isRunning()
                && (packs.manifestDigest() == null || syncRecommended(answer) || packs.isRetryDue());
    }

    /** A hub whose database was restored may have lost the spoke's entry: then it provisions the spoke once more. */
    private boolean registrationIsDue(HeartbeatResponse answer) {
        Integer next = answer.nextHeartbeatSeconds();
        boolean provisioning = next != null && next <= PROVISIONING_SECONDS;
        Duration lasts = provisioning ? BETWEEN_REGISTRATIONS : REGISTRATION_LASTS;
        return status.sinceRegistration()
                .filter(age -> age.compareTo(lasts) < 0)
                .isEmpty();
    }

    private static boolean syncRecommended(HeartbeatResponse answer) {
        return answer.signals() != null && answer.signals().registrySyncRecommended();
    }

    private void register() throws HubException {
        hub.register(registration);
        if (!status.isRegistered()) {
            journal.info("registered in the directory as " + registration.did());
        }
        status.registered();
    }

    private void renewLicense() throws HubException, IOException, LicenseRejected {
        renewal.asked();
        licenses.accept(hub.license());
        renewal.renewed();
    }

    private interface Errand {
        void run() throws HubException, IOException, LicenseRejected;
    }

    private void attempt(String matter, Errand errand) {
        try {
            errand.run();
            journal.well(matter);
        } catch (HubException | LicenseRejected e) {
            journal.trouble(matter, e.getMessage());
        } catch (IOException e) {
            journal.trouble(matter, e.toString()); // what an interrupt ends has no message
        }
    }
}
