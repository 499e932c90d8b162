package io.wheelwright.limit;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Some addresses that begin alike. */
record Network(byte[] address, int prefix) {

    private static final int IPV6_BYTES = 16;
    private static final int CUSTOMER = 64;

    /** Some proxies write the client's port behind its address. */
    private static final Pattern WITH_PORT = Pattern.compile("([0-9.]+|\\[[^\\]]+\\]):[0-9]{1,5}");

    /** A network such as {@code 10.0.0.0/8}, or a single address. */
    static Network parse(String text) {
        String[] parts = text.strip().split("/", 2);
        byte[] address = bytes(parts[0]).orElseThrow(() -> notANetwork(text));
        int bits = address.length * Byte.SIZE;
        int prefix = parts.length == 1 ? bits : number(parts[1], text);
        if (prefix < 0 || prefix > bits) {
            throw notANetwork(text);
        }
        return new Network(address, prefix);
    }

    /** A single address, with a port or without; empty when the text is none. */
    static Optional<Network> ofAddress(String text) {
        Matcher ported = WITH_PORT.matcher(text);
        return bytes(ported.matches() ? ported.group(1) : text)
                .map(address -> new Network(address, address.length * Byte.SIZE));
    }

    boolean contains(Network other) {
        return address.length == other.address.length
                && other.prefix >= prefix
                && begin(prefix).equals(other.begin(prefix));
    }

    /** How a single address is written. */
    String text() {
        return NetUtil.bytesToIpAddress(address);
    }

    /** The place of a single address: all of an IPv4 address, the first half of an IPv6 address. */
    String place() {
        return address.length == IPV6_BYTES
                ? begin(CUSTOMER).toString(Character.MAX_RADIX) + "/" + CUSTOMER
                : NetUtil.bytesToIpAddress(address);
    }

    private BigInteger begin(int bits) {
        return new BigInteger(1, address).shiftRight(address.length * Byte.SIZE - bits);
    }

    /** Never asks a name server. An IPv4 address that is written as an IPv6 one is the former. */
    private static Optional<byte[]> bytes(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        byte[] address = NetUtil.createByteArrayFromIpAddressString(bare);
        if (address == null) {
            return Optional.empty();
        }
        return Optional.of(isMapped(address) ? Arrays.copyOfRange(address, 12, IPV6_BYTES) : address);
    }

    private static boolean isMapped(byte[] address) {
        if (address.length != IPV6_BYTES || address[10] != -1 || address[11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, String whole) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException none) {
            throw notANetwork(whole);
        }
    }

    private static IllegalArgumentException notANetwork(String text) {
        return new IllegalArgumentException(
                "wheelwright.limits.trusted-proxies: " + text + " must be an address or a network such as 10.0.0.0/8");
    }
}
