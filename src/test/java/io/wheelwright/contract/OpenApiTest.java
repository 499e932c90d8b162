package io.wheelwright.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.wheelwright.access.AccessTable;
import io.wheelwright.access.AccessTable.Identity;
import io.wheelwright.contract.OpenApiDocument.Operation;
import io.wheelwright.problem.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is committed in {@code docs/openapi.yaml}. */
class OpenApiTest {

    private static final OpenApiDocument DOCUMENT = OpenApiDocument.committed();

    static List<Operation> operations() {
        return DOCUMENT.operations();
    }

    static Stream<String> schemas() {
        return names(DOCUMENT.schemas());
    }

    @Test
    void hasTheRoutesOfTheAccessTable() {
        assertThat(operations().stream().map(Operation::toString))
                .containsExactlyInAnyOrderElementsOf(AccessTable.routes().stream()
                        .map(route -> route.method() + " " + route.path())
                        .toList());
    }

    @Test
    void givesEveryOperationANameOfItsOwn() {
        assertThat(operations().stream().map(Operation::id))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z][a-zA-Z]+"));
    }

    @Test
    void hasWhatItRefersTo() {
        assertThat(DOCUMENT.root().findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> assertThat(
                        DOCUMENT.root().at(reference.substring(1)).isObject())
                .as(reference)
                .isTrue());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void saysWhatAnOperationDoes(Operation operation) {
        assertThat(operation.content().path("summary").asText()).matches("[A-Z].*\\.");
        Set<String> tags = StreamSupport.stream(DOCUMENT.root().path("tags").spliterator(), false)
                .map(tag -> tag.path("name").asText())
                .collect(Collectors.toSet());
        assertThat(operation.content().path("tags")).hasSize(1).allMatch(tag -> tags.contains(tag.asText()));
        assertThat(operation.content().path("parameters")).allMatch(parameter -> parameter.has("$ref"));
        assertThat(operation.content().path("responses"))
                .allMatch(response -> DOCUMENT.resolve(response).has("content"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void saysWhoMayCall(Operation operation) {
        Set<Identity> allowed = AccessTable.routes().stream()
                .filter(route -> operation.toString().equals(route.method() + " " + route.path()))
                .findFirst()
                .orElseThrow()
                .allowed();
        Set<String> schemes = StreamSupport.stream(
                        operation.content().path("security").spliterator(), false)
                .map(requirement -> requirement.fieldNames().next())
                .collect(Collectors.toSet());
        boolean anybody = allowed.contains(Identity.ANONYMOUS);
        assertThat(schemes.contains("admin")).isEqualTo(!anybody && allowed.contains(Identity.ADMIN));
        assertThat(schemes.contains("staff")).isEqualTo(!anybody && allowed.contains(Identity.PLATFORM_ADMIN));
        assertThat(schemes.contains("spoke")).isEqualTo(!anybody && allowed.contains(Identity.SPOKE));
        assertThat(schemes.contains("session")).isEqualTo(!anybody && allowed.contains(Identity.OWNER));
        assertThat(schemes.contains("token")).isEqualTo(!anybody && allowed.contains(Identity.MANAGE_TOKEN));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void describesEverything(String name) {
        walk(DOCUMENT.schemas().path(name), name, (path, schema) -> {
            assertThat(schema.has("$ref") || schema.has("description") || path.endsWith("[]"))
                    .as("%s has a description", path)
                    .isTrue();
            assertThat(schema.path("description").asText(".").strip())
                    .as("%s has a whole description, which a comma without quotes would cut", path)
                    .endsWith(".");
            names(schema.path("properties"))
                    .forEach(
                            field -> assertThat(field).as(path + ": snake_case").matches("[a-z][a-z0-9_]*"));
            names(schema.path("required"))
                    .forEach(field -> assertThat(schema.path("properties").has(field))
                            .as("%s.%s, which is required, is there", path, field)
                            .isTrue());
        });
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void hasExamplesThatFit(String name) {
        JsonNode schema = DOCUMENT.schemas().path(name);
        assertThat(schema.path("examples")).allSatisfy(example -> assertThat(DOCUMENT.violations(schema, example))
                .as("example of %s: %s", name, example)
                .isEmpty());
    }

    @Test
    void hasTheFieldsThatTheRecordsHaveOnTheWire() {
        Map<String, JavaClass> records = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.wheelwright")
                        .stream()
                        .filter(JavaClass::isRecord)
                        .collect(Collectors.toMap(JavaClass::getSimpleName, Function.identity(), (a, b) -> a));
        List<String> compared =
                schemas().filter(name -> records.containsKey(name)).toList();
        assertThat(compared).contains("SpokeView", "HeartbeatRequest", "Order").hasSizeGreaterThan(15);
        assertThat(compared).allSatisfy(name -> assertThat(
                        names(DOCUMENT.schemas().path(name).path("properties")))
                .as(name)
                .containsExactlyInAnyOrderElementsOf(wireNames(records.get(name).reflect())));
    }

    @Test
    void hasAnExampleAndAResponseForEveryTypeOfProblem() {
        Set<String> slugs =
                Stream.of(ProblemType.values()).map(ProblemType::slug).collect(Collectors.toSet());
        assertThat(names(DOCUMENT.root().path("components").path("examples")))
                .containsExactlyInAnyOrderElementsOf(slugs);
        assertThat(names(DOCUMENT.root().path("components").path("responses")))
                .containsExactlyInAnyOrderElementsOf(slugs);
    }

    private static Set<String> wireNames(Class<?> record) {
        ObjectMapper mapper = new ObjectMapper();
        BeanDescription description = mapper.getSerializationConfig()
                .introspect(mapper.getTypeFactory().constructType(record));
        return description.findProperties().stream()
                .map(BeanPropertyDefinition::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> names(JsonNode object) {
        return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false);
    }

    private static void walk(JsonNode schema, String path, BiConsumer<String, JsonNode> look) {
        look.accept(path, schema);
        names(schema.path("properties"))
                .forEach(field -> walk(schema.path("properties").path(field), path + "." + field, look));
        if (schema.has("items")) {
            walk(schema.path("items"), path + "[]", look);
        }
    }
}
