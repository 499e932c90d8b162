package io.wheelwright.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code docs/problems.md} says. */
class ProblemTypeTest {

    private static final Pattern HEADING = Pattern.compile("(?m)^## ([-a-z]+)$");

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void isDescribedUnderAHeadingOfItsName(ProblemType type) throws IOException {
        assertThat(type.uri().toString()).endsWith("/" + type.slug());
        String[] after = page().split("(?m)^## " + type.slug() + "$");
        assertThat(after).as("one heading for %s", type.slug()).hasSize(2);
        String section = after[1].split("(?m)^## ")[0];
        assertThat(section).contains("Status " + type.status(), type.title());
        assertThat(section.strip().lines().count())
                .as("what it means and what to do")
                .isGreaterThan(2);
    }

    @Test
    void nothingElseIsDescribedButWhatAgentsAnswer() throws IOException {
        assertThat(HEADING.matcher(page()).results().map(result -> result.group(1)))
                .containsExactlyElementsOf(Stream.concat(
                                Arrays.stream(ProblemType.values()).map(ProblemType::slug), Stream.of("limit-reached"))
                        .toList());
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs", "problems.md"));
    }
}
