package io.wheelwright.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferencesTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {a: 1}                                   | {a: 1, b: 2}
            {a: 1}                                   | {a: '1'}
            {cpu: 500m}                              | {cpu: '0.5'}
            {memory: 1Gi}                            | {memory: 1024Mi}
            {a: null, b: '', c: [], d: {}, e: {f: []}} | {}
            {tls: false, weight: 0}                  | {}
            {l: [x, y]}                              | {l: [x, y]}
            {l: [{name: a, v: 1}]}                   | {l: [{name: b}, {name: a, v: 1, w: 2}]}
            {l: [{name: a}, {name: b}]}              | {l: [{name: b}, {name: a}]}
            """)
    void takesWhatTheApiServerMakesOfItForTheSame(String wanted, String live) throws JsonProcessingException {
        assertThat(Differences.between(read(wanted), read(live))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {a: {b: 1}}                              | {a: {b: 2}}                       | a.b
            {a: {b: 1}}                              | {a: {}}                           | a.b
            {a: {b: 1}}                              | {}                                | a
            {a: true}                                | {}                                | a
            {cpu: 500m}                              | {cpu: 600m}                       | cpu
            {image: 'web:1'}                         | {image: 'web:2'}                  | image
            {args: [x, y]}                           | {args: [y, x]}                    | args[0], args[1]
            {args: [x]}                              | {args: [x, y]}                    | args
            {l: [{name: a, v: 1}]}                   | {l: [{name: a, v: 2}]}            | l[a].v
            {l: [{name: a, v: 1}, {name: b}]}        | {l: [{name: a, v: 1}]}            | l[b]
            {l: [{x: {name: a}}]}                    | {l: []}                           | l[0]
            """)
    void tellsWhere(String wanted, String live, String paths) throws JsonProcessingException {
        assertThat(String.join(", ", Differences.between(read(wanted), read(live))))
                .isEqualTo(paths);
    }

    private static Map<String, Object> read(String yaml) throws JsonProcessingException {
        return YAML.readValue(yaml, new TypeReference<>() {});
    }
}
