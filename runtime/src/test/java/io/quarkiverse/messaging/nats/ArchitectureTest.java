package io.quarkiverse.messaging.nats;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/**
 * The rooms and their arrows, as the table of CONTRIBUTING.md draws them: the table is read, so it can't be wrong. The
 * package-info files say the same.
 */
class ArchitectureTest {

    private static final String ROOT = "io.quarkiverse.messaging.nats";
    private static final int LONGEST_FILE = 250;
    /** Each is one list that must stand in one place: keys, log lines, sentences, what a store must do. */
    private static final Set<String> LISTS = Set.of("NatsConnector.java", "NatsLog.java", "NatsErrors.java",
            "SequenceStoreContract.java");
    private static final Pattern ROW = Pattern.compile("\\| `?([a-z0-9.]+)`? \\|[^|]*\\| ([^|]*) \\|");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(ROOT)
            .that(DescribedPredicate.not(resideInAPackage(ROOT + ".testing..")));

    @Test
    void everyRoomImportsOnlyWhatItsArrowsSay() throws IOException {
        Map<String, Set<String>> arrows = arrows();
        assertThat(arrows.keySet()).isEqualTo(rooms());
        arrows.forEach((room, imports) -> {
            Set<String> others = new TreeSet<>(arrows.keySet());
            others.removeAll(imports);
            others.remove(room);
            noClasses().that().resideInAPackage(packageOf(room)).should().dependOnClassesThat(in(others))
                    .because("CONTRIBUTING.md lets " + room + " import " + imports + " only").check(CLASSES);
        });
    }

    @Test
    void packageInfoFilesSayTheSame() throws IOException {
        for (Map.Entry<String, Set<String>> arrow : arrows().entrySet()) {
            String room = arrow.getKey();
            if (!room.equals("root") && !room.equals("runtime.connector")) {
                Path file = root().resolve("runtime/src/main/java").resolve(packageOf(room).replace('.', '/'))
                        .resolve("package-info.java");
                String text = Files.readString(file).replaceAll("\\s+\\*? *", " ");
                Matcher sentence = Pattern.compile("Imports? ([^.;]*)").matcher(text);
                assertThat(sentence.find()).as("%s says what it imports", file).isTrue();
                Set<String> said = Pattern.compile(", | and ").splitAsStream(sentence.group(1))
                        .map(word -> word.replaceAll("^the | package$| package only$| only$", ""))
                        .filter(word -> !word.equals("nothing of ours"))
                        .map(ArchitectureTest::roomOf).collect(Collectors.toCollection(TreeSet::new));
                assertThat(said).as("%s", file).isEqualTo(arrow.getValue());
            }
        }
    }

    @Test
    void noRing() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
        noClasses().that().resideInAPackage(ROOT).should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + ".runtime..", ROOT + ".spi..")).check(CLASSES);
    }

    @Test
    void theTwoWaysNeverMeet() {
        noClasses().that().resideInAPackage(ROOT + ".runtime.incoming..").should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".runtime.outgoing..")).check(CLASSES);
        noClasses().that().resideInAPackage(ROOT + ".runtime.outgoing..").should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".runtime.incoming..")).check(CLASSES);
    }

    /** A new one is one new file; nobody knows them by class. */
    @Test
    void failureStrategiesAreFoundByTheirIdentifier() {
        noClasses().that().resideOutsideOfPackage(ROOT + ".runtime.failure").should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".runtime.failure")).check(CLASSES);
        noClasses().that().resideInAPackage(ROOT + ".runtime.failure").should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(DescribedPredicate.not(resideInAnyPackage(ROOT,
                        ROOT + ".spi", ROOT + ".runtime.i18n", ROOT + ".runtime.failure"))))
                .check(CLASSES);
    }

    /** What a message says chooses no class, and no object comes out of its bytes but the method's own type. */
    @Test
    void nothingIsDeserialized() {
        noClasses().should().dependOnClassesThat(assignableTo(ObjectInputStream.class))
                .orShould().dependOnClassesThat(resideInAnyPackage("java.beans", "javax.naming..", "java.rmi.."))
                .orShould().callMethodWhere(target(nameMatching(
                        "(activate|enable|set)DefaultTyping.*|setPolymorphicTypeValidator")))
                .check(CLASSES);
    }

    /** Names of exception classes are read from the configuration; nothing else is looked up by its name. */
    @Test
    void noClassIsLookedUpByName() {
        noClasses().that().doNotHaveSimpleName("FailureReader")
                .should().callMethod(Class.class, "forName", String.class)
                .orShould().callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
                .orShould().callMethod(Class.class, "forName", Module.class, String.class)
                .orShould().callMethod(ClassLoader.class, "loadClass", String.class).check(CLASSES);
    }

    @Test
    void noMainFileIsTooLong() throws IOException {
        Map<String, Long> tooLong = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root())) {
            for (Path file : files.filter(ArchitectureTest::isMainSource).toList()) {
                try (Stream<String> lines = Files.lines(file)) {
                    tooLong.put(root().relativize(file).toString(), lines.count());
                }
            }
        }
        assertThat(tooLong).as("main sources were found").isNotEmpty();
        tooLong.values().removeIf(lines -> lines <= LONGEST_FILE);
        assertThat(tooLong).isEmpty();
    }

    private static boolean isMainSource(Path file) {
        String path = file.toString().replace('\\', '/');
        return path.endsWith(".java") && path.contains("/src/main/") && !path.contains("/target/")
                && !LISTS.contains(file.getFileName().toString());
    }

    private static Map<String, Set<String>> arrows() throws IOException {
        Map<String, Set<String>> arrows = new TreeMap<>();
        String text = Files.readString(root().resolve("CONTRIBUTING.md"));
        String table = text.substring(text.indexOf("## Rooms and arrows"), text.indexOf("## Adding a failure strategy"));
        for (String line : table.split("\n")) {
            Matcher row = ROW.matcher(line);
            if (row.matches() && !row.group(1).equals("room")) {
                arrows.put(row.group(1), new TreeSet<>(Set.of(row.group(2))));
            }
        }
        Map<String, Set<String>> named = new TreeMap<>();
        arrows.forEach((room, cell) -> named.put(room, imports(room, cell.iterator().next(), arrows.keySet())));
        return named;
    }

    private static Set<String> imports(String room, String cell, Set<String> rooms) {
        Set<String> named = Pattern.compile("`([a-z0-9.]+)`|\\b(root)\\b").matcher(cell).results()
                .map(match -> match.group(2) == null ? roomOf(match.group(1)) : "root")
                .collect(Collectors.toCollection(TreeSet::new));
        if (cell.startsWith("all of them, except")) {
            Set<String> all = new TreeSet<>(rooms);
            all.removeAll(named);
            all.remove(room);
            return all;
        }
        return named;
    }

    private static Set<String> rooms() {
        return CLASSES.stream().map(JavaClass::getPackageName)
                .map(name -> name.equals(ROOT) ? "root" : name.substring(ROOT.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String roomOf(String word) {
        return word.equals("root") || word.equals("spi") || word.startsWith("runtime.") ? word : "runtime." + word;
    }

    private static String packageOf(String room) {
        return room.equals("root") ? ROOT : ROOT + "." + room;
    }

    private static DescribedPredicate<JavaClass> in(Set<String> rooms) {
        return resideInAnyPackage(rooms.stream().map(ArchitectureTest::packageOf).toArray(String[]::new));
    }

    private static Path root() {
        Path path = Path.of("").toAbsolutePath();
        while (!Files.exists(path.resolve("CONTRIBUTING.md"))) {
            path = path.getParent();
        }
        return path;
    }
}
