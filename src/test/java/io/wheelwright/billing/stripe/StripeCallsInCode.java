package io.wheelwright.billing.stripe;

import com.stripe.StripeClient;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the compiled code of the product calls of Stripe's library: nothing that is there can be forgotten. */
final class StripeCallsInCode {

    private static final String SERVICES = "com.stripe.service.";
    private static final String PARAMS = "com.stripe.param.";

    private final List<JavaCodeUnitAccess<? extends CodeUnitAccessTarget>> accesses = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.wheelwright").stream()
                    .flatMap(StripeCallsInCode::accesses)
                    .filter(access -> access.getTargetOwner().getName().startsWith("com.stripe."))
                    .toList();

    private static Stream<JavaCodeUnitAccess<? extends CodeUnitAccessTarget>> accesses(JavaClass type) {
        return Stream.concat(
                type.getMethodCallsFromSelf().stream(),
                Stream.concat(
                        type.getMethodReferencesFromSelf().stream(), type.getConstructorCallsFromSelf().stream()));
    }

    /** Operations of services, such as {@code SubscriptionService.retrieve}. */
    Set<String> operations() {
        return targets().map(StripeCallsInCode::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names of the classes that write a path themselves. */
    Set<String> raw() {
        return accesses.stream()
                .filter(access -> access.getTargetOwner().isEquivalentTo(StripeClient.class)
                        && access.getName().equals("rawRequest"))
                .map(access -> access.getOriginOwner().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Parameters that the code may set, by operation: those that builders of its kind of parameters are given. */
    Map<String, Set<String>> parameters() {
        Map<String, Set<String>> parameters = new TreeMap<>();
        targets().forEach(operation -> operation.getRawParameterTypes().stream()
                .map(JavaClass::getName)
                .filter(type -> type.startsWith(PARAMS))
                .forEach(type -> parameters
                        .computeIfAbsent(name(operation), none -> new TreeSet<>())
                        .addAll(set(type))));
        return parameters;
    }

    private Set<String> set(String params) {
        return accesses.stream()
                .filter(access -> access.getTargetOwner().getName().startsWith(params + "$"))
                .map(JavaCodeUnitAccess::getName)
                .filter(name -> name.matches("(set|add|put|putAll|addAll)[A-Z].*"))
                .map(name -> name.replaceFirst("^(set|addAll|add|putAll|put)", ""))
                .map(name -> name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Other than those, a service's methods lead to further services. */
    private Stream<CodeUnitAccessTarget> targets() {
        return accesses.stream()
                .<CodeUnitAccessTarget>map(JavaCodeUnitAccess::getTarget)
                .filter(target -> target.getOwner().getName().startsWith(SERVICES))
                .filter(target -> !target.getRawReturnType().getName().startsWith(SERVICES));
    }

    private static String name(CodeUnitAccessTarget operation) {
        return operation.getOwner().getName().substring(SERVICES.length()) + "." + operation.getName();
    }
}
