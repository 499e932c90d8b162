package io.wheelwright.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages of the custom resources name every field and every reason, and nothing that is not there. */
class ReasonsPagesTest {

    private static final Pattern REASON_IN_CODE = Pattern.compile(
            "(?:Outcome\\.(?:waiting|stalled)|Gathering\\.missing|new Trouble|waiting|missing|Conditions\\.(?:holds|fails))\\(\\s*(?:[\\w.]+,\\s*)?(?:[^\"();]*\\?\\s*)?\"([A-Z][A-Za-z]+)\"");
    private static final Pattern REASON_IN_ENUM = Pattern.compile("[A-Z_]+\\(\"([A-Z][A-Za-z]+)\", \"");
    private static final Pattern OTHER_OF_TWO = Pattern.compile("\\? \"([A-Z][A-Za-z]+)\" : \"([A-Z][A-Za-z]+)\"");
    private static final Path CODE = Path.of("src", "main", "java", "io", "wheelwright");

    /** Named where they are made, and no reason of ours. */
    private static final Set<String> NOT_REASONS = Set.of("True", "False");

    @Test
    void everyReasonIsExplained() throws IOException {
        Set<String> explained = new TreeSet<>();
        for (String page : Set.of("spoke", "organization", "product")) {
            explained.addAll(headings(page));
        }
        assertThat(explained).containsAll(reasonsOfTheClass()).containsAll(reasonsInCode());
    }

    @Test
    void noReasonIsExplainedThatNobodyGives() throws IOException {
        Set<String> given = new TreeSet<>(reasonsInCode());
        given.addAll(reasonsOfTheClass());
        given.add(Reasons.WAITING_FOR + Phase.Claim);
        for (String page : Set.of("spoke", "organization", "product")) {
            assertThat(given).as(page).containsAll(headings(page));
        }
    }

    @ParameterizedTest
    @CsvSource({"spoke,spokes", "organization,organizations", "product,products"})
    void everyFieldOfTheSpecIsOnThePage(String page, String plural) throws IOException {
        JsonNode crd = new YAMLMapper()
                .readTree(Path.of("crds", plural + ".wheelwright.io.yaml").toFile());
        JsonNode spec = crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties");
        Set<String> fields = new TreeSet<>();
        spec.fieldNames().forEachRemaining(fields::add);
        assertThat(fields).isNotEmpty().allSatisfy(field -> assertThat(text(page))
                .contains("`" + field + "`"));
    }

    private static Set<String> headings(String page) throws IOException {
        return names(Pattern.compile("(?m)^### ([A-Z][A-Za-z]+)$"), text(page));
    }

    private static String text(String page) throws IOException {
        return Files.readString(Path.of("docs", page + ".md"));
    }

    /** Those that conditions have today: a constant that nobody uses yet promises nothing. */
    private static Set<String> reasonsOfTheClass() throws IOException {
        String code = code();
        Set<String> reasons = new TreeSet<>();
        for (Field field : Reasons.class.getDeclaredFields()) {
            if (field.getType() == String.class && code.contains("Reasons." + field.getName())) {
                reasons.add(value(field));
            }
        }
        reasons.remove(Reasons.WAITING_FOR);
        return reasons;
    }

    private static String value(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> reasonsInCode() throws IOException {
        String code = code();
        Set<String> reasons = names(REASON_IN_CODE, code);
        reasons.addAll(names(REASON_IN_ENUM, Files.readString(CODE.resolve("release/ReleaseException.java"))));
        OTHER_OF_TWO
                .matcher(Files.readString(CODE.resolve("spoke/phase/PodTroubles.java")))
                .results()
                .forEach(two -> reasons.addAll(Set.of(two.group(1), two.group(2))));
        reasons.removeAll(NOT_REASONS);
        return reasons;
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String code() throws IOException {
        try (Stream<Path> files = Files.walk(CODE)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.startsWith(CODE.resolve("agent")))
                    .map(ReasonsPagesTest::read)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
