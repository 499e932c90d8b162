package io.wheelwright.mail;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How mails say when something is: in UTC, to the minute. */
public final class MailTime {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private MailTime() {}

    public static String of(Instant instant) {
        return FORMAT.format(instant);
    }
}
