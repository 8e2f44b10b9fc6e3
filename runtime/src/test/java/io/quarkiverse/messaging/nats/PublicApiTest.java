package io.quarkiverse.messaging.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.quarkiverse.messaging.nats.testing.companion.NatsCompanion;

/**
 * The public types are what {@code api.txt} says: whoever changes one sees it in the diff, and so does the reviewer. Once
 * something is released, {@code -Prelease} compares with that.
 */
class PublicApiTest {

    /** One of each package. */
    private static final List<Class<?>> PACKAGES = List.of(IncomingNatsMetadata.class, FailureStrategy.class,
            NatsCompanion.class);
    private static final Path FILE = Path.of("api.txt");

    @Test
    void isWhatTheFileSays() throws Exception {
        TreeSet<String> types = new TreeSet<>();
        for (Class<?> one : PACKAGES) {
            allOf(one).stream().filter(PublicApiTest::isPublic).map(PublicApiTest::describe).forEach(types::add);
        }
        String now = String.join("\n", types);
        if (Boolean.getBoolean("api.update")) {
            Files.writeString(FILE, now);
        }
        assertThat(now).as("The public types are not what runtime/api.txt says. Where that is meant, run this test again with "
                + "-Dapi.update=true, commit the file, and say in CHANGELOG.md what an application notices")
                .isEqualTo(Files.readString(FILE));
    }

    /** All classes of the package of one, which may be in a directory or in a jar. */
    private static List<Class<?>> allOf(Class<?> one) throws Exception {
        Path from = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        String directory = one.getPackageName().replace('.', '/');
        if (Files.isDirectory(from)) {
            return classes(from.resolve(directory), one);
        }
        try (FileSystem jar = FileSystems.newFileSystem(from)) {
            return classes(jar.getPath(directory), one);
        }
    }

    private static List<Class<?>> classes(Path directory, Class<?> one) throws Exception {
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class")) {
                    classes.add(Class.forName(one.getPackageName() + "." + name.substring(0, name.length() - 6), false,
                            one.getClassLoader()));
                }
            }
        }
        return classes;
    }

    /** With all that it is nested in. */
    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }

    private static String describe(Class<?> type) {
        TreeSet<String> members = new TreeSet<>();
        for (Field field : type.getDeclaredFields()) {
            add(members, field, field.toGenericString());
        }
        for (Executable constructor : type.getDeclaredConstructors()) {
            add(members, constructor, constructor.toGenericString());
        }
        for (Method method : type.getDeclaredMethods()) {
            Object value = method.getDefaultValue();
            add(members, method, method.toGenericString() + (value == null ? "" : " default " + text(value)));
        }
        String name = type.getName().replace('$', '.');
        return members.stream().map(member -> "    " + shorter(member.replace(type.getName() + ".", "")) + "\n")
                .collect(Collectors.joining("", name + ": " + shorter(header(type)) + "\n", ""));
    }

    private static String text(Object value) {
        return Arrays.deepToString(new Object[] { value });
    }

    private static void add(TreeSet<String> members, Member member, String text) {
        boolean visible = Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers());
        if (visible && !member.isSynthetic()) {
            members.add(text.replace("synchronized ", ""));
        }
    }

    private static String header(Class<?> type) {
        List<String> words = new ArrayList<>();
        if (Modifier.isAbstract(type.getModifiers()) && !type.isInterface()) {
            words.add("abstract");
        }
        if (Modifier.isFinal(type.getModifiers())) {
            words.add("final");
        }
        words.add(type.isAnnotation() ? "annotation"
                : type.isInterface() ? "interface" : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class");
        String parameters = names(type.getTypeParameters());
        if (!parameters.isEmpty()) {
            words.add("<" + parameters + ">");
        }
        Type superclass = type.getGenericSuperclass();
        if (superclass != null && superclass != Object.class) {
            words.add("extends " + superclass.getTypeName());
        }
        if (type.getInterfaces().length > 0) {
            words.add("implements " + names(type.getGenericInterfaces()));
        }
        return String.join(" ", words);
    }

    private static String names(Type[] types) {
        return Stream.of(types).map(Type::getTypeName).collect(Collectors.joining(", "));
    }

    /** Without the packages that everybody knows. */
    private static String shorter(String text) {
        return text.replaceAll("\\b(java|io\\.quarkiverse\\.messaging\\.nats)(\\.[a-z]+)*\\.(?=[A-Z])", "");
    }
}
