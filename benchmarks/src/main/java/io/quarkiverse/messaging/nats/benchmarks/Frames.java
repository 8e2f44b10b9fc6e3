package io.quarkiverse.messaging.nats.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where the threads of a recording were: what {@code scripts/bench --profile} prints. */
final class Frames {

    private static final int SELF = 20;
    private static final int INCLUSIVE = 50;

    private int samples;
    private final Map<String, Integer> self = new HashMap<>();
    private final Map<String, Integer> inclusive = new HashMap<>();

    /** @param arguments a recording */
    public static void main(String... arguments) throws IOException {
        Map<String, Frames> threads = new TreeMap<>();
        try (RecordingFile file = new RecordingFile(Path.of(arguments[0]))) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null) {
                    String thread = event.getThread("sampledThread").getJavaName().replaceAll("[0-9]+", "N");
                    threads.computeIfAbsent(thread, name -> new Frames()).add(event.getStackTrace().getFrames());
                }
            }
        }
        int all = threads.values().stream().mapToInt(frames -> frames.samples).sum();
        threads.forEach((thread, frames) -> {
            if (frames.samples * 50 > all) {
                System.out.printf("%s: %d of %d samples%n", thread, frames.samples, all);
                frames.print("itself", frames.self, SELF);
                frames.print("with what it called", frames.inclusive, INCLUSIVE);
            }
        });
    }

    private void add(List<RecordedFrame> frames) {
        samples++;
        Set<String> seen = new HashSet<>();
        for (RecordedFrame frame : frames) {
            String type = frame.getMethod().getType().getName();
            String method = type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethod().getName();
            if (seen.isEmpty()) {
                self.merge(method, 1, Integer::sum);
            }
            if (seen.add(method)) {
                inclusive.merge(method, 1, Integer::sum);
            }
        }
    }

    private void print(String title, Map<String, Integer> methods, int most) {
        System.out.println("  " + title);
        methods.entrySet().stream().sorted(Map.Entry.<String, Integer> comparingByValue().reversed()).limit(most)
                .forEach(method -> System.out.printf("    %5.1f%% %s%n", 100.0 * method.getValue() / samples, method.getKey()));
    }
}
