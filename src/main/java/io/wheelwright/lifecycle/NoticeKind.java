package io.wheelwright.lifecycle;

import java.util.Locale;

/** What customers are told by mail of where they stand. */
enum NoticeKind {
    TRIAL_REMINDER,
    GRACE_BEGUN,
    ACTION_REQUIRED,
    SUSPENDED,
    RESUMED,
    CANCELLATION_SCHEDULED,
    CANCELLED,
    DELETION_NOTICE;

    /** What the mail and its templates are called. */
    String template() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What tells that a customer has got to a stage. */
    static NoticeKind of(Stage reached) {
        return switch (reached) {
            case trial, active -> RESUMED;
            case overdue, grace -> GRACE_BEGUN;
            case suspended -> SUSPENDED;
            case ended -> CANCELLED;
        };
    }
}
