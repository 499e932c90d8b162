package io.wheelwright.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the packages of accounts serve is there on a hosted hub only, and what others serve is always there. */
class HostedRoutesTest {

    private static final Set<String> OF_ACCOUNTS = Set.of("io.wheelwright.account", "io.wheelwright.token");

    /** Each path that the hub serves, and whether it is one of accounts. */
    static Stream<Arguments> routes() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.wheelwright")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .flatMap(HostedRoutesTest::routes);
    }

    private static Stream<Arguments> routes(JavaClass type) {
        Class<?> resource = type.reflect();
        return Arrays.stream(resource.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Operation.class))
                .map(method -> resource.getAnnotation(Path.class).value() + path(method))
                .distinct()
                .map(path -> Arguments.of(path, OF_ACCOUNTS.contains(type.getPackageName())));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void whatIsOfAccountsIsThereOnAHostedHubOnly(String path, boolean ofAccounts) {
        assertThat(HostedRoutes.isHosted(path)).isEqualTo(ofAccounts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/mesh", "/api/v1/organizations/acme/membership", "/api/v2/me"})
    void whatOnlyBeginsLikeThatIsNot(String path) {
        assertThat(HostedRoutes.isHosted(path)).isFalse();
    }

    @Test
    void thereAreSomeOfBoth() {
        assertThat(routes().filter(route -> (boolean) route.get()[1])).hasSizeGreaterThan(20);
        assertThat(routes().filter(route -> !(boolean) route.get()[1])).hasSizeGreaterThan(50);
    }

    private static String path(Method method) {
        Path path = method.getAnnotation(Path.class);
        return path == null ? "" : path.value();
    }
}
