package io.wheelwright;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The boundaries of the house. */
class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.wheelwright");

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

    private static void check(ArchRule rule) {
        rule.check(MAIN);
    }
}
