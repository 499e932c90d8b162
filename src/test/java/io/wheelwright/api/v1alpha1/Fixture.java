package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of custom resources. Where it holds several they are applied one after another, and what the file is about is
 * the last one.
 *
 * @param comment its first line, without {@code #}
 */
record Fixture(Path file, String comment, List<JsonNode> documents) {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Path DIRECTORY = Path.of("src/test/resources/crd");
    private static final Path SAMPLES = Path.of("kubernetes/samples");

    static List<Fixture> valid() {
        return in(DIRECTORY, 1, "valid-");
    }

    static List<Fixture> invalid() {
        return in(DIRECTORY, 1, "invalid-");
    }

    static List<Fixture> samples() {
        return in(SAMPLES, 2, "");
    }

    static Fixture named(String name) {
        return read(DIRECTORY.resolve(name + ".yaml"));
    }

    /** The message that an invalid file expects. */
    String expected() {
        return comment.substring("expected: ".length());
    }

    List<JsonNode> before() {
        return documents.subList(0, documents.size() - 1);
    }

    JsonNode last() {
        return documents.get(documents.size() - 1);
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }

    private static List<Fixture> in(Path directory, int depth, String prefix) {
        try (Stream<Path> files = Files.walk(directory, depth)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .map(Fixture::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Fixture read(Path file) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
            String firstLine = Files.readAllLines(file).get(0);
            return new Fixture(file, firstLine.replaceFirst("^# ", ""), documents.readAll());
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
