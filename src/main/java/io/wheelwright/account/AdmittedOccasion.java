package io.wheelwright.account;

import io.wheelwright.PublicUrl;
import io.wheelwright.mail.MailTime;
import io.wheelwright.mail.Occasion;
import io.wheelwright.mail.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** The mail with the way in, as long as somebody who was admitted may sign up and has not done so. */
@ApplicationScoped
class AdmittedOccasion implements Occasion {

    private final InvitationCodes codes;
    private final Memberships memberships;
    private final URI page;
    private final Clock clock;

    AdmittedOccasion(InvitationCodes codes, Memberships memberships, SignupConfig config, PublicUrl url, Clock clock) {
        this.codes = codes;
        this.memberships = memberships;
        this.page = config.page().orElseGet(url::home);
        this.clock = clock;
    }

    @Override
    public String kind() {
        return Waitlist.ADMITTED;
    }

    @Override
    public Optional<Map<String, String>> details(Reason reason) {
        long id = Long.parseLong(reason.anchor().substring(0, reason.anchor().indexOf('/')));
        return WaitlistEntity.locked(id)
                .filter(entry ->
                        entry.isAdmitted(clock.instant()) && entry.anchor().equals(reason.anchor()))
                .filter(entry -> UserEntity.ofKey(entry.emailKey)
                        .filter(memberships::hasSome)
                        .isEmpty())
                .map(this::details);
    }

    private Map<String, String> details(WaitlistEntity entry) {
        String code = codes.admit(entry.emailKey, entry.admittedBy, entry.expiresAt);
        return Map.of("link", page + "#invitation_code=" + code, "code", code, "until", MailTime.of(entry.expiresAt));
    }
}
