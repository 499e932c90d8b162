package io.wheelwright.billing.stripe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the signature of a delivery proves, by Stripe's scheme {@code v1}: HMAC-SHA256 of the time, a dot and the raw body.
 *
 * @param refusal why it proves nothing; null where it is good
 * @param secret which of the secrets has signed, from 0; of no meaning otherwise
 * @param skew by how much the hub's clock is ahead of the time that was signed; null where none of the secrets has
 */
record Signature(String refusal, int secret, Duration skew) {

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern PART = Pattern.compile("([a-z0-9]+)=([0-9a-f]+)");
    private static final Pattern TIME = Pattern.compile("[0-9]{1,11}");
    private static final int LONGEST = 4096;

    /**
     * Looks at a signature.
     *
     * @param header as it was sent; null for none
     * @param secrets those that are good, none of them empty
     * @param tolerance how far the time may be away, either way
     */
    static Signature of(String header, byte[] body, List<String> secrets, Instant now, Duration tolerance) {
        if (header == null || header.isBlank()) {
            return refused("The header Stripe-Signature is missing.");
        }
        List<String> times = new ArrayList<>();
        List<String> signatures = new ArrayList<>();
        for (String part :
                header.substring(0, Math.min(LONGEST, header.length())).split(",")) {
            Matcher matcher = PART.matcher(part);
            if (matcher.matches() && matcher.group(1).equals("t")) {
                times.add(matcher.group(2));
            } else if (matcher.matches() && matcher.group(1).equals("v1")) {
                signatures.add(matcher.group(2));
            }
        }
        if (times.size() != 1 || !TIME.matcher(times.get(0)).matches()) {
            return refused("The header Stripe-Signature has no time that can be read.");
        }
        return of(times.get(0), signatures, body, secrets, now, tolerance);
    }

    private static Signature of(
            String time, List<String> signatures, byte[] body, List<String> secrets, Instant now, Duration tolerance) {
        Duration skew = Duration.ofSeconds(now.getEpochSecond() - Long.parseLong(time));
        for (int i = 0; i < secrets.size(); i++) {
            byte[] expected = sign(secrets.get(i), time, body);
            if (signatures.stream().anyMatch(one -> isSame(expected, one))) {
                return new Signature(untimely(skew, tolerance), i, skew);
            }
        }
        return refused("The signature is not one of this endpoint's secrets.");
    }

    boolean isGood() {
        return refusal == null;
    }

    /** Whether the time alone is wrong: that of a clock, or of a delivery that somebody has kept. */
    boolean isUntimely() {
        return refusal != null && skew != null;
    }

    private static String untimely(Duration skew, Duration tolerance) {
        return skew.abs().compareTo(tolerance) <= 0
                ? null
                : "The signature is good, but was made %d s %s by the hub's clock; %d s are tolerated: compare the clocks."
                        .formatted(skew.abs().toSeconds(), skew.isNegative() ? "ahead" : "ago", tolerance.toSeconds());
    }

    private static Signature refused(String why) {
        return new Signature(why, -1, null);
    }

    private static boolean isSame(byte[] expected, String given) {
        return MessageDigest.isEqual(
                HexFormat.of().formatHex(expected).getBytes(StandardCharsets.US_ASCII),
                given.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] sign(String secret, String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((time + ".").getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
