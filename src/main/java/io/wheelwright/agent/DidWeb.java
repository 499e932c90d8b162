package io.wheelwright.agent;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/** The {@code did:web} of a host name. */
final class DidWeb {
    private static final Pattern AUTHORITY = Pattern.compile("(?<host>[^:/@?#\\[\\]\\s]+)(:(?<port>[0-9]{1,5}))?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");

    private DidWeb() {}

    /** The identifier for a host, with its port where it has one: the method wants the colon percent-encoded. */
    static String of(String hostname) {
        var authority = AUTHORITY.matcher(hostname);
        if (!authority.matches()) {
            throw new IllegalArgumentException(
                    "A did:web needs a host name, with a port at most, and \"" + hostname + "\" is something else.");
        }
        String host = IDN.toASCII(authority.group("host")).toLowerCase(Locale.ROOT);
        if (ADDRESS.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "A did:web needs a host name; its method forbids IP addresses such as " + host + ".");
        }
        String port = authority.group("port");
        return "did:web:" + host + (port == null ? "" : "%3A" + port);
    }
}
