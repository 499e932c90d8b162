package io.wheelwright.account;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.wheelwright.Figures;
import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Caller;
import io.wheelwright.audit.Audit;
import io.wheelwright.mail.Mails;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Those who have asked to be let in. Somebody is admitted once, and gets a mail with the way in. */
@Startup
@ApplicationScoped
class Waitlist {

    static final String ADMITTED = "admitted";

    private static final String KIND = "WaitlistEntry";
    private static final Duration KEPT = Duration.ofDays(366);

    private final Mails mails;
    private final Caller caller;
    private final Audit audit;
    private final Duration admissionTime;
    private final Clock clock;

    Waitlist(
            Mails mails,
            Caller caller,
            Audit audit,
            SignupConfig config,
            Clock clock,
            Figures figures,
            MeterRegistry registry) {
        this.mails = mails;
        this.caller = caller;
        this.audit = audit;
        this.admissionTime = config.admissionTime();
        this.clock = clock;
        Gauge.builder(
                        "wheelwright.waitlist.waiting",
                        () -> figures.number("SELECT count(*) FROM waitlist WHERE admitted_at IS NULL"))
                .description("Addresses on the waiting list that nobody has admitted yet.")
                .register(registry);
    }

    @Transactional
    void join(Address address) {
        WaitlistEntity.join(address, clock.instant());
    }

    @Transactional
    Page<WaitlistView> list(boolean admitted, PageRequest page) {
        Instant now = clock.instant();
        return Page.of(
                WaitlistEntity.page(admitted, now, page),
                page.limit(),
                WaitlistEntity.count(admitted, now),
                entry -> entry.id,
                WaitlistEntity::view);
    }

    /** Lets somebody in, once; empty where nobody has asked. */
    @Transactional
    Optional<WaitlistView> admit(long id) {
        Optional<WaitlistEntity> entry = WaitlistEntity.locked(id);
        entry.filter(waiting -> waiting.admittedAt == null).ifPresent(this::admit);
        return entry.map(WaitlistEntity::view);
    }

    /** Forgets somebody; whoever was admitted can go on. */
    @Transactional
    Optional<WaitlistView> remove(long id) {
        Optional<WaitlistEntity> entry = WaitlistEntity.locked(id);
        entry.ifPresent(known -> {
            known.delete();
            audit.record(caller.actor(), "remove", KIND, known.id.toString(), null, null);
        });
        return entry.map(WaitlistEntity::view);
    }

    @Scheduled(every = "1h")
    @Transactional
    void forget() {
        WaitlistEntity.delete("createdAt < ?1", clock.instant().minus(KEPT));
    }

    /** The audit, which is kept for good, names the entry and not the address. */
    private void admit(WaitlistEntity entry) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        entry.admittedAt = now;
        entry.admittedBy = caller.actor();
        entry.expiresAt = now.plus(admissionTime);
        mails.enqueue("", ADMITTED, entry.anchor(), entry.email, Map.of());
        audit.record(
                caller.actor(),
                "admit",
                KIND,
                entry.id.toString(),
                null,
                Map.of("expires_at", entry.expiresAt.toString()));
    }
}
