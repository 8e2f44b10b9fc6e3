package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.messaging.nats.runtime.connector.NatsConnector;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;

/** The guide's table of keys is that of the connector, and the tests that it names exist. */
class KeysPageTest {

    static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    static final Pattern ROW = Pattern.compile("\\| `([a-z-]+)`\\n\\| (.+)\\n\\| (.+)\\n\\| `(\\w+)#(\\w+)`\\n");

    record Row(String key, String byDefault, String testClass, String testMethod) {
    }

    static String page;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(PROJECT.resolve("docs/modules/ROOT/pages/keys.adoc"));
    }

    static List<Row> rows(Direction direction) {
        int outgoing = page.indexOf("== Outgoing");
        String part = direction == Direction.OUTGOING ? page.substring(outgoing) : page.substring(0, outgoing);
        List<Row> rows = new ArrayList<>();
        Matcher row = ROW.matcher(part);
        while (row.find()) {
            rows.add(new Row(row.group(1), row.group(2), row.group(4), row.group(5)));
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource(names = { "INCOMING", "OUTGOING" })
    void itHasTheKeysOfTheConnectorAndTheirDefaults(Direction direction) {
        Map<String, String> declared = new TreeMap<>();
        for (ConnectorAttribute key : NatsConnector.class.getAnnotationsByType(ConnectorAttribute.class)) {
            if (key.direction() == direction || key.direction() == Direction.INCOMING_AND_OUTGOING) {
                declared.put(key.name(), key.defaultValue());
            }
        }
        assertThat(rows(direction)).extracting(Row::key).containsExactlyInAnyOrderElementsOf(declared.keySet());
        for (Row row : rows(direction)) {
            String byDefault = declared.get(row.key());
            if (byDefault.equals(ConnectorAttribute.NO_VALUE)) {
                assertThat(row.byDefault()).as(row.key()).doesNotContain("`");
            } else {
                assertThat(row.byDefault()).as(row.key()).isEqualTo("`" + byDefault + "`");
            }
        }
    }

    @Test
    void eachTestThatItNamesExists() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (String module : List.of("runtime", "deployment", "extension-tests", "tracing-tests")) {
            try (Stream<Path> files = Files.walk(PROJECT.resolve(module).resolve("src/test/java"))) {
                for (Path file : files.filter(file -> file.toString().endsWith("Test.java")).toList()) {
                    sources.merge(file.getFileName().toString().replace(".java", ""), Files.readString(file), String::concat);
                }
            }
        }
        String missing = Arrays.stream(new Direction[] { Direction.INCOMING, Direction.OUTGOING })
                .flatMap(direction -> rows(direction).stream())
                .filter(row -> !sources.getOrDefault(row.testClass(), "").contains(" void " + row.testMethod() + "("))
                .map(row -> row.testClass() + "#" + row.testMethod()).collect(Collectors.joining(", "));
        assertThat(missing).isEmpty();
    }
}
