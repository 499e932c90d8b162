package io.wheelwright.lifecycle;

import io.wheelwright.mail.Occasion;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The occasion of each kind of notice. */
@ApplicationScoped
class NoticeOccasions {

    private final Customers customers;
    private final Lifecycle lifecycle;

    NoticeOccasions(Customers customers, Lifecycle lifecycle) {
        this.customers = customers;
        this.lifecycle = lifecycle;
    }

    @Produces
    @Singleton
    Occasion trialReminder() {
        return of(NoticeKind.TRIAL_REMINDER);
    }

    @Produces
    @Singleton
    Occasion graceBegun() {
        return of(NoticeKind.GRACE_BEGUN);
    }

    @Produces
    @Singleton
    Occasion actionRequired() {
        return of(NoticeKind.ACTION_REQUIRED);
    }

    @Produces
    @Singleton
    Occasion suspended() {
        return of(NoticeKind.SUSPENDED);
    }

    @Produces
    @Singleton
    Occasion resumed() {
        return of(NoticeKind.RESUMED);
    }

    @Produces
    @Singleton
    Occasion cancellationScheduled() {
        return of(NoticeKind.CANCELLATION_SCHEDULED);
    }

    @Produces
    @Singleton
    Occasion cancelled() {
        return of(NoticeKind.CANCELLED);
    }

    @Produces
    @Singleton
    Occasion deletionNotice() {
        return of(NoticeKind.DELETION_NOTICE);
    }

    private Occasion of(NoticeKind kind) {
        return new NoticeOccasion(kind, customers, lifecycle);
    }
}
