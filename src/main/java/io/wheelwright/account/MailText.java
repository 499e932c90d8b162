package io.wheelwright.account;

/** Words of customers in mails of the hub. */
final class MailText {

    private static final char WORD_JOINER = '\u2060';

    private MailText() {}

    /** Mail programs make a link of what looks like a host; customers may have mails sent to anybody. */
    static String withoutLinks(String name) {
        return name.replace(".", "." + WORD_JOINER);
    }
}
