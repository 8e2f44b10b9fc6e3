package io.quarkiverse.messaging.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** The pages for maintainers follow the code by the names of classes and methods: each of them is there. */
class NamedInPagesTest {

    private static final Path PROJECT = Path.of("..");
    private static final Path PAGES = PROJECT.resolve("docs/modules/ROOT/pages");
    /** A name with two capital letters that is no constant, and perhaps a method of it. */
    private static final Pattern NAMED = Pattern.compile("`([A-Z][a-z]+[A-Z][A-Za-z]*[a-z][A-Za-z]*)(?:[.#]([a-z]\\w*))?`");

    @Test
    void eachClassAndMethodIsThere() throws IOException {
        Map<String, Path> sources = sources();
        TreeSet<String> missing = new TreeSet<>();
        int found = 0;
        for (Path page : pages()) {
            Matcher named = NAMED.matcher(Files.readString(page));
            while (named.find()) {
                found++;
                Path source = sources.get(named.group(1) + ".java");
                String method = named.group(2);
                if (source == null || method != null && !Files.readString(source).contains(" " + method + "(")) {
                    missing.add(page.getFileName() + ": " + named.group());
                }
            }
        }
        assertThat(found).as("names were found").isGreaterThan(50);
        assertThat(missing).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(PROJECT.resolve("CONTRIBUTING.md"), PAGES.resolve("architecture.adoc")));
        try (Stream<Path> decisions = Files.list(PAGES.resolve("decisions"))) {
            decisions.forEach(pages::add);
        }
        return pages;
    }

    private static Map<String, Path> sources() throws IOException {
        Map<String, Path> sources = new HashMap<>();
        Files.walkFileTree(PROJECT, new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                return name.equals("target") || name.startsWith(".g") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    sources.put(file.getFileName().toString(), file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sources;
    }
}
