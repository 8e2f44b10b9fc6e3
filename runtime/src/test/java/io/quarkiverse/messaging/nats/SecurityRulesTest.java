package io.quarkiverse.messaging.nats;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.io.ObjectInputStream;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** What a message says chooses no class, and no object comes out of its bytes but the method's own type, read as JSON. */
class SecurityRulesTest {

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.quarkiverse.messaging.nats");

    @Test
    void nothingIsDeserialized() {
        noClasses().should().dependOnClassesThat(assignableTo(ObjectInputStream.class))
                .orShould().dependOnClassesThat(resideInAnyPackage("java.beans", "javax.naming..", "java.rmi..")).check(ALL);
    }

    /** Names of exception classes are read from the configuration; nothing else is looked up by its name. */
    @Test
    void noClassIsLookedUpByName() {
        noClasses().that().doNotHaveSimpleName("FailureReader").and().resideOutsideOfPackage("..testing..")
                .should().callMethod(Class.class, "forName", String.class)
                .orShould().callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
                .orShould().callMethod(Class.class, "forName", Module.class, String.class)
                .orShould().callMethod(ClassLoader.class, "loadClass", String.class).check(ALL);
    }

    /** Types by name come from the signatures of methods, at build time. */
    @Test
    void jacksonIsGivenTypesOnlyByTheApplication() {
        noClasses().should().callMethodWhere(target(nameMatching(
                "(activate|enable)DefaultTyping.*|setDefaultTyping|setPolymorphicTypeValidator")))
                .check(ALL);
    }
}
