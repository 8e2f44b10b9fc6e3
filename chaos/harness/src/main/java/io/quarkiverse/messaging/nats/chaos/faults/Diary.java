package io.quarkiverse.messaging.nats.chaos.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the application has written about itself, as far as it was read. */
final class Diary {

    /** A message, when it was received; of {@code ticks}, when the server had confirmed it. */
    record Got(long at, String id) {
    }

    /** What health said from then on. @param words why it is not ready, or {@code null} */
    record Said(long at, String channel, String words) {
    }

    private final Path file;
    private final Map<String, List<Got>> got = new HashMap<>();
    private final Map<String, Set<String>> ids = new HashMap<>();
    private final List<Said> said = new ArrayList<>();
    private long position;
    private int threads;

    Diary(Path file) {
        this.file = file;
    }

    /** Reads on. */
    void read() {
        if (!Files.exists(file)) {
            return;
        }
        try (var in = Files.newInputStream(file)) {
            in.skipNBytes(position);
            String text = new String(in.readAllBytes());
            int whole = text.lastIndexOf('\n') + 1;
            position += text.substring(0, whole).getBytes().length;
            text.substring(0, whole).lines().forEach(this::line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(String line) {
        String[] words = line.split(" ", 5);
        long at = Long.parseLong(words[0]);
        switch (words[1]) {
            case "got" -> {
                got(words[2]).add(new Got(at, words[3]));
                ids(words[2]).add(words[3]);
            }
            case "health" -> said.add(new Said(at, words[2], words[3].equals("up") ? null : words.length < 5 ? "?" : words[4]));
            case "threads" -> threads = Integer.parseInt(words[2]);
            default -> throw new IllegalStateException(line);
        }
    }

    List<Got> got(String channel) {
        return got.computeIfAbsent(channel, key -> new ArrayList<>());
    }

    private Set<String> ids(String channel) {
        return ids.computeIfAbsent(channel, key -> new HashSet<>());
    }

    int threads() {
        return threads;
    }

    List<Said> said() {
        return said;
    }

    /** Why a channel is not ready now, or {@code null}. */
    String saysNow(String channel) {
        String words = "not said yet";
        for (Said one : said) {
            if (one.channel().equals(channel)) {
                words = one.words();
            }
        }
        return words;
    }

    /** @return whether everything from 1 to this number was received */
    boolean hasAll(String channel, long last) {
        return missing(channel, last) == 0;
    }

    long missing(String channel, long last) {
        return last - different(channel);
    }

    long different(String channel) {
        return ids(channel).size();
    }

    long doubled(String channel) {
        return got(channel).size() - different(channel);
    }

    /** When the first message with at least this number came, or -1. */
    long firstFrom(String channel, long number, long notBefore) {
        for (Got one : got(channel)) {
            if (one.at() >= notBefore && (channel.equals("ticks") || Long.parseLong(one.id()) >= number)) {
                return one.at();
            }
        }
        return -1;
    }
}
