package io.quarkiverse.messaging.nats.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;
import io.smallrye.reactive.messaging.annotations.ConnectorAttributes;

/** What tools outside an application read of the channel keys. */
class ToolsViewTest {

    /** {@code | [.no-hyphens]#*name*# | description}, an empty line, {@code Type: _type_ | mandatory | `default`}. */
    static final Pattern ROW = Pattern
            .compile("(?m)#\\*(\\S+)\\*# \\| [^|\\n]+\\n\\nType: _(\\w+)_ \\| false \\|(?: `([^`\\n]+)`)? *$");

    /** As the language servers of VS Code and IntelliJ do it: from annotations in the compiled class, of types they know. */
    @Test
    void anEditorFindsTheKeysInTheClass() {
        assertThat(NatsConnector.class).isPublic();
        assertThat(NatsConnector.class.getAnnotation(Connector.class).value()).isEqualTo("nats");
        assertThat(NatsConnector.class.getAnnotation(ConnectorAttributes.class).value()).allSatisfy(key -> {
            assertThat(key.type()).as(key.name()).isIn(Set.of("string", "int", "boolean"));
            assertThat(key.description()).as(key.name()).isNotBlank().doesNotContain("|");
        });
    }

    /** The tables that every SmallRye connector has in its jar; the connector reads its keys from the same annotations. */
    @ParameterizedTest
    @EnumSource(names = { "INCOMING", "OUTGOING" })
    void theJarHasATableOfTheKeys(Direction direction) throws IOException {
        String file = "/META-INF/connector/nats-" + direction.name().toLowerCase(Locale.ROOT) + ".adoc";
        String table;
        try (InputStream in = NatsConnector.class.getResourceAsStream(file)) {
            table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> rows = ROW.matcher(table).results().map(row -> row(row.group(1), row.group(2), row.group(3)))
                .toList();

        assertThat(rows).containsExactlyInAnyOrderElementsOf(
                Arrays.stream(NatsConnector.class.getAnnotationsByType(ConnectorAttribute.class))
                        .filter(key -> key.direction() == direction || key.direction() == Direction.INCOMING_AND_OUTGOING)
                        .map(key -> row(key.name(), key.type(),
                                key.defaultValue().equals(ConnectorAttribute.NO_VALUE) ? null : key.defaultValue()))
                        .toList());
    }

    private static String row(String name, String type, String byDefault) {
        return name + " (" + type + ")" + (byDefault == null ? "" : " = " + byDefault);
    }
}
