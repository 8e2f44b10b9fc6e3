package io.quarkiverse.messaging.nats.runtime.i18n;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** The numbers by which people look a message up: one of each, in order, and of those that its file says are its own. */
class MessageNumbersTest {

    private static final Pattern NUMBER = Pattern.compile("@Message\\(id = (\\d+)");
    private static final Pattern OWN = Pattern.compile("Numbers? ([^.]+)\\.");
    private static final Pattern RANGE = Pattern.compile("(\\d+) to (\\d+)");

    @Test
    void numbersAreInOrderAndTheirFilesOwn() throws IOException {
        Map<Path, List<Integer>> numbers = numbers();
        assertThat(numbers).hasSizeGreaterThan(15);
        for (Map.Entry<Path, List<Integer>> entry : numbers.entrySet()) {
            assertThat(entry.getValue()).as("%s", entry.getKey()).isSorted().allMatch(ownOf(entry.getKey())::contains);
        }
    }

    @Test
    void noNumberStandsForTwoMessages() throws IOException {
        assertThat(numbers().values().stream().flatMap(List::stream)).doesNotHaveDuplicates();
    }

    private static Map<Path, List<Integer>> numbers() throws IOException {
        Map<Path, List<Integer>> numbers = new TreeMap<>();
        for (String module : List.of("runtime", "deployment")) {
            try (Stream<Path> files = Files.walk(root().resolve(module).resolve("src/main/java"))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    List<Integer> found = NUMBER.matcher(Files.readString(file)).results()
                            .map(match -> Integer.valueOf(match.group(1))).toList();
                    if (!found.isEmpty()) {
                        numbers.put(file, found);
                    }
                }
            }
        }
        return numbers;
    }

    private static List<Integer> ownOf(Path file) throws IOException {
        String text = Files.readString(file).replaceAll("\\s+\\*? *", " ");
        return OWN.matcher(text).results().flatMap(own -> RANGE.matcher(own.group(1)).results())
                .flatMap(range -> Stream.iterate(Integer.valueOf(range.group(1)),
                        number -> number <= Integer.parseInt(range.group(2)), number -> number + 1))
                .toList();
    }

    private static Path root() {
        Path path = Path.of("").toAbsolutePath();
        while (!Files.exists(path.resolve("CONTRIBUTING.md"))) {
            path = path.getParent();
        }
        return path;
    }
}
