package io.wheelwright.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.token.TokensResource;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostedRoutesTest {

    static Stream<String> routesOfAccounts() {
        return Stream.of(
                        SignupResource.class,
                        SessionResource.class,
                        PasswordResetResource.class,
                        OwnPasswordResource.class,
                        MembersResource.class,
                        InvitationsResource.class,
                        InvitationCodesResource.class,
                        WaitlistResource.class,
                        AdmissionResource.class,
                        TokensResource.class)
                .flatMap(resource -> Arrays.stream(resource.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(
                                org.eclipse.microprofile.openapi.annotations.Operation.class))
                        .map(method -> resource.getAnnotation(Path.class).value() + path(method)));
    }

    @ParameterizedTest
    @MethodSource("routesOfAccounts")
    void everyRouteOfAccountsIsThereOnAHostedHubOnly(String path) {
        assertThat(HostedRoutes.isHosted(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/health", "/api/v1/organizations", "/api/v1/directory", "/api/v1/licenses/jwks", "/api/v1/mesh"
            })
    void theOthersAreAlwaysThere(String path) {
        assertThat(HostedRoutes.isHosted(path)).isFalse();
    }

    @Test
    void thereAreSome() {
        assertThat(routesOfAccounts()).hasSizeGreaterThan(8);
    }

    private static String path(Method method) {
        Path path = method.getAnnotation(Path.class);
        return path == null ? "" : path.value();
    }
}
