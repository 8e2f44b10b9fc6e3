package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.deployment.devservices.NatsDevServicesConfig;
import io.quarkiverse.messaging.nats.runtime.config.NatsConfig;
import io.quarkiverse.messaging.nats.runtime.connector.NatsConnector;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;

/** The guide names only keys that exist, its links lead somewhere, and the reference says what the config classes say. */
class GuideTest {

    static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    static final Path MODULE = ROOT.resolve("docs/modules/ROOT");
    static final Path REFERENCE = MODULE.resolve("partials/reference.adoc");

    static final Pattern CHANNEL_KEY = Pattern
            .compile("mp\\.messaging\\.(incoming|outgoing)\\.(?:\"[^\"]+\"|[\\w-]+)\\.([a-z](?:[a-z0-9.-]*[a-z0-9])?)");
    static final Pattern CONNECTOR_KEY = Pattern.compile("mp\\.messaging\\.connector\\.nats\\.([a-z][a-z-]*)");
    static final Pattern CONFIG_KEY = Pattern.compile("quarkus\\.messaging\\.nats\\.([a-z](?:[\\w.\"<>-]*[\\w\">])?)");
    static final Pattern WORD_WITH_VALUE = Pattern.compile("`([a-z][a-z-]*)=[^` ]*`");
    static final Pattern XREF = Pattern.compile("xref:([\\w/.-]+\\.adoc)(?:#([\\w-]+))?\\[([^\\]]*)\\]");

    /** Of SmallRye, for every connector. */
    static final Set<String> OF_SMALLRYE = Set.of("connector", "enabled", "broadcast", "merge", "concurrency", "pausable");
    /** Written like keys, and no keys of a channel, a stream or a connection. */
    static final Set<String> NO_KEYS = Set.of("lost", "duplicated", "handshake_first", "trust-all",
            "hostname-verification-algorithm", "reload-period", "recovered");
    /** Keys of another extension, which a page warns of. */
    static final Set<String> NOT_OURS = Set.of("connection", "connection.servers");

    static final Map<String, String> PAGES = new TreeMap<>();
    static final List<ConfigReference.Setting> SETTINGS = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        Path pages = MODULE.resolve("pages");
        try (Stream<Path> files = Files.walk(pages)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".adoc")).toList()) {
                PAGES.put(pages.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
        SETTINGS.addAll(ConfigReference.of(ROOT.resolve("runtime/src/main/java"), NatsConfig.class));
        SETTINGS.addAll(ConfigReference.of(ROOT.resolve("deployment/src/main/java"), NatsDevServicesConfig.class));
    }

    /** Of tables that begin with what another product has, the first cell is that product's. */
    static String ours(String page) {
        return page.startsWith("migration-") ? PAGES.get(page).replaceAll("(?m)\\n\\n\\| .*$", "\n") : PAGES.get(page);
    }

    static Set<String> attributes(Direction... directions) {
        Set<String> keys = new TreeSet<>(OF_SMALLRYE);
        for (ConnectorAttribute key : NatsConnector.class.getAnnotationsByType(ConnectorAttribute.class)) {
            if (key.direction() == Direction.INCOMING_AND_OUTGOING || List.of(directions).contains(key.direction())) {
                keys.add(key.name());
            }
        }
        return keys;
    }

    @Test
    void theKeysOfChannelsExist() {
        List<String> unknown = new ArrayList<>();
        for (String page : PAGES.keySet()) {
            Matcher key = CHANNEL_KEY.matcher(ours(page));
            while (key.find()) {
                if (!attributes(Direction.valueOf(key.group(1).toUpperCase(Locale.ROOT))).contains(key.group(2))) {
                    unknown.add(page + ": " + key.group());
                }
            }
            key = CONNECTOR_KEY.matcher(ours(page));
            while (key.find()) {
                if (!attributes(Direction.INCOMING, Direction.OUTGOING).contains(key.group(1))) {
                    unknown.add(page + ": " + key.group());
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void theSettingsExist() {
        List<String> unknown = new ArrayList<>();
        for (String page : PAGES.keySet()) {
            Matcher key = CONFIG_KEY.matcher(ours(page));
            while (key.find()) {
                String named = names(key.group(1));
                if (!NOT_OURS.contains(named) && SETTINGS.stream().map(setting -> names(setting.key())
                        .substring("quarkus.messaging.nats.".length()))
                        .noneMatch(known -> known.equals(named) || known.startsWith(named + "."))) {
                    unknown.add(page + ": " + key.group());
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    /** What is the key of a map, whether quoted, in angle brackets or neither, as a star. */
    private static String names(String key) {
        return key.replaceAll("\\b(streams|connections|metadata)\\.(\"[^\"]*\"|<[^>]*>|[\\w-]+)", "$1.*")
                .replaceAll("<[^>]*>", "*").replaceAll("\\.$", "").replaceAll("sequence-store\\.\\*", "sequence-store");
    }

    @Test
    void whatIsWrittenLikeAKeyIsOne() {
        Set<String> known = attributes(Direction.INCOMING, Direction.OUTGOING);
        SETTINGS.forEach(setting -> known.add(setting.key().replaceAll(".*\\.", "")));
        known.addAll(NO_KEYS);
        List<String> unknown = new ArrayList<>();
        for (String page : PAGES.keySet()) {
            if (page.startsWith("decisions/")) {
                continue;
            }
            Matcher word = WORD_WITH_VALUE.matcher(ours(page));
            while (word.find()) {
                if (!known.contains(word.group(1))) {
                    unknown.add(page + ": " + word.group());
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void linksLeadSomewhere() {
        List<String> broken = new ArrayList<>();
        PAGES.forEach((page, text) -> {
            Matcher xref = XREF.matcher(text);
            while (xref.find()) {
                // Antora counts from the root of the pages, a rendered page from where it is itself.
                String target = xref.group(1).replaceAll("^(\\.\\./)+", "");
                if (!PAGES.containsKey(target)
                        || xref.group(2) != null && !anchors(PAGES.get(target)).contains(xref.group(2))) {
                    broken.add(page + ": " + xref.group());
                }
            }
            Matcher inside = Pattern.compile("<<([\\w-]+)(?:,[^>]*)?>>").matcher(text);
            while (inside.find()) {
                if (!anchors(text).contains(inside.group(1))) {
                    broken.add(page + ": " + inside.group());
                }
            }
            Matcher image = Pattern.compile("image::?([\\w.-]+)\\[").matcher(text);
            while (image.find()) {
                if (!Files.exists(MODULE.resolve("images").resolve(image.group(1)))) {
                    broken.add(page + ": " + image.group());
                }
            }
        });
        assertThat(broken).isEmpty();
    }

    private static Set<String> anchors(String page) {
        Set<String> anchors = new HashSet<>();
        Matcher id = Pattern.compile("(?m)^\\[(?:#|\\[)([\\w-]+)").matcher(page);
        while (id.find()) {
            anchors.add(id.group(1));
        }
        Matcher title = Pattern.compile("(?m)^==+ (.+)$").matcher(page);
        while (title.find()) {
            anchors.add("_" + title.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w\\-. ]", "").replaceAll("[-. ]+", "_"));
        }
        return anchors;
    }

    @Test
    void eachPageIsInTheNavigation() throws IOException {
        Set<String> listed = XREF.matcher(Files.readString(MODULE.resolve("nav.adoc"))).results()
                .map(xref -> xref.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).containsExactlyInAnyOrderElementsOf(PAGES.keySet());
    }

    @Test
    void theReferenceIsThatOfTheConfigClasses() throws IOException {
        String generated = reference();
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(REFERENCE, generated);
        }
        assertThat(Files.readString(REFERENCE).lines())
                .as("written anew by `mvn verify -pl extension-tests -am -Dtest=GuideTest -Dreference.write=true "
                        + "-Dsurefire.failIfNoSpecifiedTests=false`")
                .containsExactlyElementsOf(generated.lines().toList());
    }

    private static String reference() {
        StringBuilder page = new StringBuilder("// Written by GuideTest from the config classes.\n");
        Map<String, String> parts = new java.util.LinkedHashMap<>();
        parts.put("", "A connection");
        parts.put("streams.", "A stream");
        parts.put("sequence-store.", "Sequence stores");
        parts.put("devservices.", "Dev services");
        parts.forEach((part, title) -> {
            page.append("\n== ").append(title).append("\n\n[cols=\"4,2,2,5\",options=\"header\"]\n|===\n"
                    + "| Key | Value | Default | What it is\n");
            for (ConfigReference.Setting setting : SETTINGS) {
                String key = setting.key().substring("quarkus.messaging.nats.".length());
                boolean named = key.startsWith("connections.");
                String of = Arrays.asList("streams.", "sequence-store.", "devservices.").stream().filter(key::startsWith)
                        .findAny().orElse("");
                if (!named && of.equals(part)) {
                    page.append("\n| `").append(key).append("`\n| ").append(setting.type()).append("\n| ")
                            .append(setting.byDefault()).append("\n| ").append(setting.text()).append('\n');
                }
            }
            page.append("|===\n");
        });
        return page.toString();
    }
}
