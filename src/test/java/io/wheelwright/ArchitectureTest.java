package io.wheelwright;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The boundaries of the house. */
class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.wheelwright");

    private static final Set<String> FRACTIONS = Set.of("float", "double", "java.lang.Float", "java.lang.Double");

    private static final ArchCondition<JavaClass> DECLARE_NO_FRACTIONS =
            new ArchCondition<>("have no field, parameter or result of a floating point type") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    Stream<String> fields = type.getFields().stream()
                            .filter(field -> isFraction(Stream.of(field.getType())))
                            .map(JavaField::getFullName);
                    Stream<String> code = type.getCodeUnits().stream()
                            .filter(unit -> isFraction(
                                    Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream())))
                            .map(JavaCodeUnit::getFullName);
                    Stream.concat(fields, code).forEach(name -> events.add(SimpleConditionEvent.violated(type, name)));
                }
            };

    @Test
    void theApiDependsOnNothingOfOurs() {
        check(noClasses()
                .that()
                .resideInAPackage("..api.v1alpha1..")
                .should()
                .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "are ours outside the API",
                        type -> type.getPackageName().startsWith("io.wheelwright")
                                && !type.getPackageName().startsWith("io.wheelwright.api"))));
    }

    @Test
    void theAgentNeedsTheJdkAndJacksonOnly() {
        check(classes()
                .that()
                .resideInAnyPackage("io.wheelwright.agent..", "io.wheelwright.sample..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax..",
                        "com.sun.net.httpserver..",
                        "com.fasterxml.jackson..",
                        "io.wheelwright.agent..",
                        "io.wheelwright.sample.."));
    }

    @Test
    void aCommandStartsNoHub() {
        check(classes()
                .that()
                .resideInAPackage("io.wheelwright.cli..")
                .and()
                .doNotHaveSimpleName("Main")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "com.fasterxml.jackson..", "picocli..", "io.wheelwright.cli.."));
    }

    @Test
    void onlyTheReleasePackageKnowsHelm() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.wheelwright.release..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.marcnuri.helm.."));
    }

    @Test
    void onlyBillingKnowsStripe() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.wheelwright.billing..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.stripe.."));
    }

    /** Amounts of money, and of what is used, are whole numbers; only what a metric shows may be none. */
    @Test
    void billingCountsInWholeNumbers() {
        check(classes()
                .that()
                .resideInAPackage("io.wheelwright.billing..")
                .and()
                .haveSimpleNameNotEndingWith("Metrics")
                .should(DECLARE_NO_FRACTIONS));
    }

    @Test
    void onlyResourcesSpeakHttp() {
        check(noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Resource")
                .should()
                .beAnnotatedWith("jakarta.ws.rs.Path"));
    }

    @Test
    void whatAClassIsCalledSaysWhatItAnswers() {
        check(noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl"));
    }

    private static boolean isFraction(Stream<JavaType> types) {
        return types.flatMap(type -> type.getAllInvolvedRawTypes().stream())
                .anyMatch(type -> FRACTIONS.contains(type.getBaseComponentType().getName()));
    }

    private static void check(ArchRule rule) {
        rule.check(MAIN);
    }
}
