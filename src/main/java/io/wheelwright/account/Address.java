package io.wheelwright.account;

import com.sanctionco.jmail.Email;
import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.JMail;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

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

    private static boolean isUnfit(int character) {
        return Character.isISOControl(character) || Character.isWhitespace(character);
    }

    private static Optional<String> key(Email email) {
        try {
            String domain = IDN.toASCII(fold(email.domain()), IDN.ALLOW_UNASSIGNED);
            return Optional.of(fold(email.localPart()) + "@" + domain.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException noDomain) {
            return Optional.empty();
        }
    }

    private static String fold(String text) {
        return Normalizer.normalize(
                Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }
}
