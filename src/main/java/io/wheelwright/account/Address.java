package io.wheelwright.account;

import com.sanctionco.jmail.Email;
import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.JMail;
import io.wheelwright.Digest;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The address of a mailbox.
 *
 * @param written as its owner writes it
 * @param key the same for all ways to write it: case and the forms of Unicode make no other mailbox
 */
record Address(String written, String key) {

    private static final int LONGEST = 254;

    private static final EmailValidator PARSER = JMail.validator()
            .disallowIpDomain()
            .requireTopLevelDomain()
            .disallowExplicitSourceRouting()
            .disallowQuotedIdentifiers()
            .withRule(email -> email.comments().isEmpty() && !email.hasIdentifier())
            .withRule(email -> !email.localPart().startsWith("\""));

    /** Empty when the text is no address. */
    static Optional<Address> parse(String text) {
        if (text == null || text.length() > LONGEST || text.codePoints().anyMatch(Address::isUnfit)) {
            return Optional.empty();
        }
        return PARSER.tryParse(text).flatMap(email -> key(email).map(key -> new Address(text, key)));
    }

    String domain() {
        return key.substring(key.lastIndexOf('@') + 1);
    }

    /**
     * An id that nobody has, the same for the same address: what is done for an address of which the hub knows nothing is
     * done by it, so that it takes as long.
     */
    UUID nobody() {
        return UUID.nameUUIDFromBytes(Digest.sha256("nobody/" + key).getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isUnfit(int character) {
        return Character.isISOControl(character)
                || Character.isWhitespace(character)
                || Character.getType(character) == Character.FORMAT
                || Character.getType(character) == Character.SURROGATE;
    }

    private static Optional<String> key(Email email) {
        return foldDomain(email.domain()).map(domain -> fold(email.localPart()) + "@" + domain);
    }

    /** The same for all ways to write a domain; empty when the text is none. */
    static Optional<String> foldDomain(String domain) {
        try {
            return Optional.of(IDN.toASCII(fold(domain), IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException noDomain) {
            return Optional.empty();
        }
    }

    private static String fold(String text) {
        return Normalizer.normalize(
                Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }
}
