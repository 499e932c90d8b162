package io.wheelwright.pack;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.api.v1alpha1.PackType;
import io.wheelwright.problem.Check;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.semver4j.Semver;

/**
 * A version of a pack that is to be published.
 *
 * @param name name of the pack, scoped ones included
 * @param version its version (SemVer)
 * @param type a {@link PackType}
 * @param url where agents download it
 * @param sha256 SHA-256 of the download in lowercase hexadecimal
 * @param size length of the download in bytes
 * @param minOsVersion oldest version of a product that it works with; null for any
 * @param signature Ed25519 signature of {@link #signed()} in base64; null when it is not signed
 */
@JsonNaming(SnakeCaseStrategy.class)
record NewPack(
        String name,
        String version,
        String type,
        String url,
        String sha256,
        Long size,
        String minOsVersion,
        String signature) {

    private static final int LONGEST_TEXT = 128;
    private static final int LONGEST_URL = 2048;
    private static final long LARGEST = 1L << 30;
    private static final Pattern NAME = Pattern.compile("(@[a-z0-9][-a-z0-9]*/)?[a-z0-9][-a-z0-9._]*");
    private static final Pattern VERSION = Pattern.compile("[0-9][-+.0-9A-Za-z]*");
    private static final Pattern URL = Pattern.compile("https?://[^\\s/?#@]+(/[^\\s#]*)?");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SIGNATURE = Pattern.compile("[A-Za-z0-9+/]{86}==");

    /** What a publisher signs. The name and the version are in it, so that no signature serves for another version. */
    byte[] signed() {
        return (name + " " + version + " " + sha256).getBytes(StandardCharsets.UTF_8);
    }

    /** Ends the request when something is invalid. */
    void check() {
        Check check = new Check()
                .text("name", name, LONGEST_TEXT)
                .matches("name", name, NAME, "must be like reports or @eu/labels, in lowercase")
                .text("version", version, LONGEST_TEXT)
                .text("type", type, LONGEST_TEXT)
                .text("url", url, LONGEST_URL)
                .matches("url", url, URL, "must be an http or https URL without user name and fragment")
                .text("sha256", sha256, LONGEST_TEXT)
                .matches("sha256", sha256, SHA256, "must be 64 digits of lowercase hexadecimal")
                .required("size", size)
                .within("size", size, 1, LARGEST)
                .optionalText("min_os_version", minOsVersion, LONGEST_TEXT)
                .optionalText("signature", signature, LONGEST_TEXT)
                .matches("signature", signature, SIGNATURE, "must be an Ed25519 signature, 64 bytes in base64");
        semver(check, "version", version);
        semver(check, "min_os_version", minOsVersion);
        if (type != null
                && Arrays.stream(PackType.values())
                        .noneMatch(known -> known.name().equals(type))) {
            check.error("type", "must be one of " + Arrays.toString(PackType.values()));
        }
        check.done();
    }

    private static void semver(Check check, String field, String text) {
        if (text != null && !text.isBlank() && !(VERSION.matcher(text).matches() && Semver.isValid(text))) {
            check.error(field, "must be a version like 1.4.0 (semver.org)");
        }
    }
}
