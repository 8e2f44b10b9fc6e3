package io.quarkiverse.messaging.nats.test;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** What the config classes declare, with the Javadoc of their sources, in the order of the sources. */
final class ConfigReference {

    private static final Pattern TYPE = Pattern.compile("^( *)(?:public )?(?:static )?(?:interface|enum) (\\w+) .*\\{$");
    private static final Pattern METHOD = Pattern.compile("^ *[\\w<>,. ]+ (\\w+)\\(\\);$");

    /** One key: its name, what may be written, its default or {@code -}, and its Javadoc. */
    record Setting(String key, String type, String byDefault, String text) {
    }

    private final Map<String, String> javadoc = new LinkedHashMap<>();

    private ConfigReference() {
    }

    /**
     * @param sources the directory of the module's sources
     * @param root a class with {@link ConfigMapping}
     * @return its keys
     */
    static List<Setting> of(Path sources, Class<?> root) throws IOException {
        ConfigReference reference = new ConfigReference();
        Path folder = sources.resolve(root.getPackageName().replace('.', '/'));
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith("Config.java")).sorted().toList()) {
                reference.read(Files.readAllLines(file));
            }
        }
        List<Setting> settings = new ArrayList<>();
        reference.walk(root, root.getAnnotation(ConfigMapping.class).prefix(), settings);
        return settings;
    }

    /** The project's formatter makes this enough of a parser. */
    private void read(List<String> lines) {
        Deque<String> types = new ArrayDeque<>();
        StringBuilder comment = new StringBuilder();
        boolean inComment = false;
        for (String line : lines) {
            Matcher type = TYPE.matcher(line);
            Matcher method = METHOD.matcher(line);
            String trimmed = line.trim();
            if (trimmed.startsWith("/**")) {
                comment.setLength(0);
                inComment = true;
            }
            if (inComment) {
                comment.append(trimmed.replaceAll("\\*/$", "").replaceAll("^/?\\*+", "").trim()).append(' ');
                inComment = !trimmed.endsWith("*/");
            } else if (type.matches()) {
                types.push(type.group(1) + type.group(2));
            } else if (method.matches()) {
                javadoc.put(types.peek().trim() + "." + method.group(1), asciidoc(comment.toString()));
            } else if (!types.isEmpty() && line.equals(types.peek().replaceAll("\\w+$", "") + "}")) {
                types.pop();
            }
        }
    }

    private static String asciidoc(String comment) {
        return comment.replaceAll("\\{@code ([^}]*)\\}", "`$1`").replaceAll("<a href=\"([^\"]*)\">([^<]*)</a>", "$1[$2]")
                .replaceAll(" ?<p> ?", " ").replace("|", "\\|").replaceAll("\\s+", " ").trim();
    }

    private void walk(Class<?> type, String prefix, List<Setting> settings) {
        String start = type.getSimpleName() + ".";
        for (String name : javadoc.keySet().stream().filter(key -> key.startsWith(start)).toList()) {
            Method method = method(type, name.substring(start.length()));
            if (method == null) {
                continue;
            }
            String key = method.isAnnotationPresent(WithParentName.class) ? prefix
                    : prefix + "." + kebab(method.getName());
            Type returned = method.getGenericReturnType();
            if (raw(returned) == Map.class) {
                key += ".\"" + method.getAnnotation(ConfigDocMapKey.class).value() + "\"";
                returned = argument(returned, 1);
            }
            Class<?> value = raw(raw(returned) == Optional.class ? argument(returned, 0) : returned);
            if (value.isInterface() && value.getName().startsWith("io.quarkiverse.")) {
                walk(value, key, settings);
            } else {
                settings.add(new Setting(key, word(returned), byDefault(method), javadoc.get(name)));
            }
        }
    }

    private static Method method(Class<?> type, String name) {
        return Arrays.stream(type.getDeclaredMethods()).filter(one -> one.getName().equals(name) && !one.isDefault()).findAny()
                .orElse(null);
    }

    private static String byDefault(Method method) {
        WithDefault byDefault = method.getAnnotation(WithDefault.class);
        return byDefault == null ? "-" : "`" + byDefault.value() + "`";
    }

    private static String word(Type type) {
        Class<?> raw = raw(type);
        if (raw == Optional.class) {
            return word(argument(type, 0));
        } else if (raw == List.class) {
            return "list of " + word(argument(type, 0)).replaceAll("$", "s");
        } else if (raw.isEnum()) {
            return Arrays.stream(raw.getEnumConstants()).map(one -> "`" + ((Enum<?>) one).name().toLowerCase(Locale.ROOT)
                    .replace('_', '-') + "`").collect(Collectors.joining(", "));
        }
        return switch (raw.getSimpleName()) {
            case "String" -> "text";
            case "boolean", "Boolean" -> "`true`, `false`";
            case "int", "OptionalInt", "OptionalLong" -> "number";
            case "Duration" -> "duration";
            case "MemorySize" -> "size";
            case "Path" -> "path";
            default -> raw.getSimpleName();
        };
    }

    private static Class<?> raw(Type type) {
        return (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
